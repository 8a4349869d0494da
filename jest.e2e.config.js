module.exports = {
  ...require('./jest.config.js'),
  roots: ['<rootDir>/test/e2e'],
  testPathIgnorePatterns: [],
  setupFiles: [],
  testTimeout: 120_000,
};
