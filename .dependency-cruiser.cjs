/** Arrows point down: edges → flow → operators → core. `internal` is below all of them. */
const edges = 'agents|draw|testing|memory|files|terminal|mcp|trace|spec';
const mayUse = (from, folders) => ({
  name: `${from}-looks-down`,
  severity: 'error',
  from: { path: `^lib/${from}/` },
  to: { path: '^lib/', pathNot: `^lib/(${folders})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^lib/core/' },
      to: { pathNot: '^lib/core/|^node_modules/(fp-ts|io-ts)/' },
    },
    mayUse('internal', 'internal'),
    mayUse('operators', 'core|operators|internal'),
    mayUse('flow', 'core|operators|flow|internal'),
    {
      name: 'edges-do-not-meet',
      severity: 'error',
      // A flow that is written down names agents, so whoever reads it makes some.
      from: { path: `^lib/(${edges})/`, pathNot: '^lib/spec/' },
      to: { path: `^lib/(${edges})/`, pathNot: '^lib/$1/' },
    },
    mayUse('spec', 'core|operators|flow|internal|agents|spec'),
    {
      name: 'nobody-uses-the-command-line',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/cli/' },
      to: { path: '^lib/cli/' },
    },
    {
      name: 'nobody-enters-by-the-front-door',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^lib/index\\.ts$' },
    },
    {
      name: 'no-node-behind-the-front-door',
      severity: 'error',
      from: { path: '^lib/(core|operators|flow|internal|agents)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'optional-packages-are-loaded-when-used',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        path: '^node_modules/(openai|@google|@anthropic-ai|d3-|jsdom|@resvg|dejavu|keyv|@keyv|libsql|mime|@modelcontextprotocol|@opentelemetry)',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
