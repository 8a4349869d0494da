import { objectOf } from '../../input/json';
import { labelProblem } from '../../kubernetes/name';
import { checked } from './scalars';

/** Leaves room for what names add to it: the upload's has at most 52 characters. */
const LONGEST_PROJECT = 30;

function projectProblem(name: string) {
  return labelProblem(name, LONGEST_PROJECT);
}

/** Name of a project. */
export const projectName = checked(projectProblem);

/** Names that a `coco.yaml` need not give. With a project they are its own, so that two never share an object. */
export class DefaultNames {
  /** Those that go with what a file holds, which is not checked yet. */
  public static for(file: unknown): DefaultNames {
    const project = objectOf(file).project;
    return DefaultNames.of(typeof project === 'string' && !projectProblem(project) ? project : undefined);
  }

  public static of(project: string | undefined): DefaultNames {
    const prefix = project === undefined ? '' : `${project}-`;
    return new DefaultNames(`${prefix}cococred`, `${prefix}kbs-upload`, `default/${project ?? 'containers'}/auth`);
  }

  private constructor(
    public readonly pullSecret: string,
    public readonly upload: string,
    /** KBS resource path of the registry authentication file. */
    public readonly authFile: string,
  ) {}
}
