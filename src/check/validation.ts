import { readFileSync } from 'node:fs';
import { groupBy } from '../input/group-by';
import { type Finding, InputError, type Severity } from '../input/problem';
import { checkSources } from './check-sources';
import { isAtLeast, SEVERITIES } from './severity';

/** The part of cdk8s-cli's `ValidationContext` (2.207) that is needed, so that the CLI is no dependency. */
export interface CocoValidationContext {
  /** Paths of the manifests. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/** `properties` in `cdk8s.yaml`. */
export interface CocoValidationProps {
  /**
   * What fails the synthesis, and what is worse: `error`, `warning` or `info`. The rest is not reported.
   * @default error
   */
  readonly severity?: Severity;
}

/**
 * The rules of `cdk8s-coco check` as a validation plugin of cdk8s-cli, for any cdk8s app: under `validations` in its
 * `cdk8s.yaml`, with `class: CocoValidation`.
 */
export class CocoValidation {
  private readonly severity: Severity;

  /** @throws InputError for a severity that there is not. */
  public constructor({ severity = 'error' }: CocoValidationProps = {}) {
    if (!SEVERITIES.includes(severity)) {
      throw new InputError({
        what: 'the severity in the properties of CocoValidation is unknown',
        fix: `write ${SEVERITIES.join(', ')}`,
      });
    }
    this.severity = severity;
  }

  /** Checks the manifests, and fills the report. */
  public async validate({ manifests, report }: CocoValidationContext): Promise<void> {
    const { findings } = checkSources(manifests.map((file) => ({ file, text: readFileSync(file, 'utf8') })));
    const told = findings.filter(({ severity }) => isAtLeast(severity, this.severity));
    for (const alike of groupBy(told, ({ rule, what, fix }) => JSON.stringify([rule, what, fix])).values()) {
      const [first] = alike;
      if (first) report.addViolation({ ...describe(first), violatingResources: alike.map(resourceOf) });
    }
    report.submit(told.length > 0 ? 'failure' : 'success', { severity: this.severity });
  }
}

function describe({ rule, what, why, fix = '' }: Finding) {
  return { ruleName: rule, recommendation: why ? `${what}: ${why}` : what, fix };
}

/** cdk8s-cli knows resources by their names alone. */
function resourceOf({ places }: Finding) {
  const { file = '', line, subject = '' } = places.at(-1) ?? {};
  const resourceName = subject.slice(subject.lastIndexOf('/') + 1);
  return { resourceName, locations: [line === undefined ? subject : `line ${line}`], manifestPath: file };
}
