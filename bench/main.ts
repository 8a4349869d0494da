import { benchLookup } from './lookup';
import { benchScale } from './scale';
import { benchSynth } from './synth';

benchSynth();
benchScale();
benchLookup();
