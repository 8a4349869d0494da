module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: ['/test/e2e/'],
  setupFiles: ['<rootDir>/test/cheap-scrypt.ts'],
  // Jest leaves one core free, which is half of a machine with two.
  maxWorkers: '100%',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
};
