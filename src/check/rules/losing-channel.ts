import { Annotation } from '../../guest/annotations';
import { Initdata } from '../../guest/initdata';
import { dataHubUrl } from '../../guest/initdata-channel';
import { IMAGE_PARAMETERS } from '../../guest/kernel-parameters-channel';
import { isObject } from '../../input/json';
import { quote } from '../../input/quote';
import { hasPlaceholder } from '../placeholder';
import type { Rule } from '../rule';
import { examplePod } from './example';

const KBC = '[kbc]\nname = "cc_kbc"\nurl = "http://172.18.0.3:31731"\n';

export const losingChannel: Rule = {
  name: 'losing-channel',
  severity: 'error',
  summary: 'What the kernel parameters say of images and of the KBS is not overridden by initdata.',
  why: 'with initdata, the guest ignores the kernel parameter without a word (guest-components, confidential-data-hub)',
  fix: 'say it in cdh.toml of the initdata, and remove the kernel parameter',
  examples: {
    fails: examplePod({ annotations: [initdata(`${KBC}[image]\nmax_concurrent_layer_downloads_per_image = 2\n`)] }),
    passes: examplePod({ annotations: [initdata(KBC)] }),
  },
  *check(view) {
    for (const pod of view.confidentialPods) {
      const { kernelParameters, dataHub } = pod.guest;
      if (!dataHub) continue;
      const field = pod.field('metadata', 'annotations', Annotation.KERNEL_PARAMETERS);
      const images = isObject(dataHub.image) ? IMAGE_PARAMETERS : [];
      for (const name of images.filter((parameter) => kernelParameters.get(parameter) !== undefined)) {
        yield {
          at: pod.owner,
          field,
          what: `kernel parameter ${quote(name)} stands beside initdata with an [image] table`,
        };
      }
      const url = dataHubUrl(dataHub);
      const kbc = kernelParameters.get('agent.aa_kbc_params');
      if (kbc !== undefined && !hasPlaceholder(kbc) && typeof url === 'string' && kbc !== `cc_kbc::${url}`) {
        yield {
          at: pod.owner,
          field,
          what: `kernel parameter "agent.aa_kbc_params" names another KBS than initdata, ${quote(url)}`,
        };
      }
    }
  },
};

function initdata(dataHub: string): string {
  return `${Annotation.INITDATA}: ${Initdata.of({ data: { 'cdh.toml': dataHub } }).annotation}`;
}
