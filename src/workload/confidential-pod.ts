import { type Container, type ContainerProps, Pod, type PodProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type ConfidentialOptions, makeConfidential } from './make-confidential';
import { relaxContainer, relaxPod } from './relaxed-defaults';

export interface ConfidentialPodProps extends PodProps, ConfidentialOptions {}

/**
 * A Pod that runs under a CoCo runtime class and pulls its private images inside the guest. It is cdk8s-plus' Pod after
 * {@link makeConfidential}, with the defaults relaxed that the example of the CoCo documentation could not run under, see
 * {@link relaxContainer}; containers added later get the same defaults.
 */
export class ConfidentialPod extends Pod {
  public constructor(scope: Construct, id: string, props: ConfidentialPodProps) {
    super(scope, id, relaxPod(props));
    makeConfidential(this, props);
  }

  public override addContainer(container: ContainerProps): Container {
    return super.addContainer(relaxContainer(container));
  }

  public override addInitContainer(container: ContainerProps): Container {
    return super.addInitContainer(relaxContainer(container));
  }
}
