// Most tests synthesize, and look at anything but how dear a guess is: 50 ms for each name of an upload, 100 ms for each
// seal. What the true cost makes of a text is held in test/secrets/scrypt-cost.test.ts, which takes this back.
jest.mock('../src/secrets/scrypt-cost', () => {
  const cheap = { N: 2, r: 1, p: 1 };
  return { NAME_COST: cheap, SEAL_COST: cheap };
});
