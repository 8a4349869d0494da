import { Annotation } from '../../guest/annotations';
import { Initdata } from '../../guest/initdata';
import { attestationUrl, dataHubUrl } from '../../guest/initdata-channel';
import { quote } from '../../input/quote';
import type { Rule } from '../rule';
import { examplePod } from './example';
import { problemsOf, violations } from './problems';

export const initdata: Rule = {
  name: 'initdata',
  severity: 'error',
  summary: 'The initdata of a Pod is a document that the guest can read, and its files agree on the KBS.',
  why: 'the guest refuses it and the Pod does not start',
  fix: 'make the annotation with cdk8s-coco, or as base64 -w0 of gzip of the TOML document',
  examples: {
    fails: examplePod({ kernelParameters: '', annotations: [`${Annotation.INITDATA}: bm90IGd6aXA=`] }),
    passes: examplePod({
      kernelParameters: '',
      annotations: [`${Annotation.INITDATA}: ${document('http://kbs:8080')}`],
    }),
  },
  *check(view) {
    for (const pod of view.pods) {
      const { guest, owner } = pod;
      const field = pod.field('metadata', 'annotations', Annotation.INITDATA);
      yield* violations(owner, field, guest.initdataProblems);
      for (const name of ['aa.toml', 'cdh.toml']) {
        yield* violations(
          owner,
          field,
          problemsOf(() => guest.initdata?.table(name)),
        );
      }
      const [agent, hub] = [attestationUrl(guest.attestationAgent), dataHubUrl(guest.dataHub)].map(withoutSlash);
      if (agent !== undefined && hub !== undefined && agent !== hub) {
        const what = `aa.toml names the KBS ${quote(agent)}, and cdh.toml ${quote(hub)}`;
        yield {
          at: owner,
          field,
          what,
          why: 'the guest is attested by one and asks the other',
          fix: 'write one address',
        };
      }
    }
  },
};

function withoutSlash(url: unknown): string | undefined {
  return typeof url === 'string' ? url.replace(/\/$/, '') : undefined;
}

function document(url: string): string {
  return Initdata.of({
    data: {
      'aa.toml': `[token_configs.kbs]\nurl = "${url}"\n`,
      'cdh.toml': `[kbc]\nname = "cc_kbc"\nurl = "${url}"\n`,
    },
  }).annotation;
}
