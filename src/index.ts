export { InputError, type Problem } from './input/input-error';
