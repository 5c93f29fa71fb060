module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // Generated, and large.
  ignorePatterns: ['dist-grammar/**'],
});
