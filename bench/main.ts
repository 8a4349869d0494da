import { benchHostile } from './hostile';
import { benchLookup } from './lookup';
import { benchScale } from './scale';
import { benchSynth } from './synth';

const BENCHES = { synth: benchSynth, scale: benchScale, hostile: benchHostile, lookup: benchLookup };

// All of them, or those that the command line names.
const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) if (asked.length === 0 || asked.includes(name)) bench();
