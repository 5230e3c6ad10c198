/**
 * Tools of other programs by the Model Context Protocol: called by models, asked as agents, and made of flows.
 *
 * @module
 */

export {
  McpFailed,
  McpToolFailed,
  UnknownMcpTool,
  type McpFacts,
  type McpFailure,
} from './errors.js';
export type { McpRequest, McpResponse } from './exchange.js';
export type { McpHandlerOptions } from './host.js';
export { mcp, type McpOptions, type McpProvider, type McpSettings } from './mcp.js';
export { mcpTools, type McpToolsOptions } from './mcpTools.js';
export type { AnyFlow } from '../flow/planOf.js';
export type { McpHandler } from './overHttp.js';
export { serve, type FlowServer, type ServeOptions } from './serve.js';
export type { McpAddress, McpProcess, McpServer } from './server.js';
