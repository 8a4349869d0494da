import { writeFileSync } from 'node:fs';
import { schemaText } from './json-schema';

writeFileSync('coco.schema.json', schemaText());
