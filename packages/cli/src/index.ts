/**
 * The command line of service insights.
 *
 * @packageDocumentation
 */
export { runCommandLine } from './runCommandLine';
