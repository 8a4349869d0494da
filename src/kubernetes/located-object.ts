import type { JsonObject } from '../input/json';
import type { Place } from '../input/problem';
import type { FieldPath } from './field-places';

/** A Kubernetes object, and where it stands: in a manifest, in our own output, or in what `coco.yaml` says of it. */
export interface LocatedObject {
  readonly object: JsonObject;
  /** The line where it begins. */
  readonly place: Place;
  /**
   * What names the file in which it stands: an entry of `coco.yaml`.
   * @default - the user names the file himself
   */
  readonly within?: Place;
  /**
   * Whether Git has the file in which it stands.
   * @default - unknown
   */
  readonly tracked?: boolean;
  /** The line of one of its fields, or of the innermost value around it that the file has. */
  placeOf(path: FieldPath): Place;
}
