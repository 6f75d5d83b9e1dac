import tseslint from 'typescript-eslint';

/** The process's own ends belong to main.ts: everything else takes argv and gives back an exit code. */
const processEnds = ['argv', 'exitCode'].map((property) => ({
  object: 'process',
  property,
  message: `Only src/main.ts touches process.${property}: take what you need as a parameter, return what you decide.`,
}));

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', '**/*.{js,cjs,mjs}'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-control-regex': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'max-lines': ['error', { max: 350 }],
      'max-lines-per-function': ['error', { max: 60 }],
    },
  },
  { files: ['src/**/*.{ts,tsx}'], ignores: ['src/main.ts'], rules: { 'no-restricted-properties': ['error', ...processEnds] } },
  // Made of data files: as long as those are.
  { files: ['src/ui/built-in.ts'], rules: { 'max-lines': 'off' } },
  // A test is one long function by nature: `describe` wraps them all.
  { files: ['test/**/*.{ts,tsx}'], rules: { 'max-lines-per-function': 'off' } },
);
