module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    // What tests share is not published, and may use what tests may.
    { files: ['src/testing/**'], rules: { '@backstage/no-undeclared-imports': 'off' } },
  ],
});
