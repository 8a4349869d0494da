import { Command, Option } from 'commander';
import { run } from '../app/run';
import { explain } from './explain';
import { printInitdata } from './initdata';

const { version } = require('../../package.json') as { version: string };

const program = new Command('cdk8s-coco')
  .description('Private images for Confidential Containers')
  .version(version)
  .showHelpAfterError();

const config = ['-c, --config <file>', 'configuration', process.env.COCO_CONFIG || 'coco.yaml'] as const;

program
  .command('explain')
  .description('which credential the kubelet, nydus-snapshotter and the guest pick for each image, and why')
  .argument('[image...]', 'image references; without any, all images of the configuration')
  .option(...config)
  .option('-n, --namespace <name>', 'namespace in which the images are used', 'default')
  .option('--auth-file <file>', "the guest's containers-auth.json, instead of the configuration")
  .option('--docker-config <file>', "a pull Secret's .dockerconfigjson, instead of the configuration")
  .option('--json', 'for scripts')
  .addHelpText('after', '\nExit code 1: a reader finds nothing, or one of several at random.')
  .action((images, options) => {
    process.exitCode = run(() => explain(images, options, process.env));
  });

program
  .command('initdata')
  .description("the initdata of a workload, or of the whole configuration: the guest's TOML document, or its digest")
  .argument('[workload]', 'name, or namespace/name; without it, what workloads without guest settings of their own get')
  .option(...config)
  .option('--decode <annotation>', 'decode this value of the annotation instead, - for standard input')
  .addOption(new Option('--digest', 'its digest, hexadecimal').conflicts('annotation'))
  .option('--annotation', 'the value of the annotation')
  .action((workload, options) => {
    process.exitCode = run(() => {
      printInitdata(workload, options, process.env);
      return 0;
    });
  });

program.parse();
