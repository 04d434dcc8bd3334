// The orlop command of this checkout.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../../orlop', import.meta.url))

// What the caller's shell says of holds must not lead a test to another one. The check has built
// what it tests; a test that began to build would only time out.
const ENV = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^ORLOP_(HOLD|DIR|TOKEN)$/.test(name)),
  ),
  ORLOP_NO_BUILD: '1',
}

/** Starts the command and returns its process; the script becomes the JVM, so the pid is its own. */
export function start(args, options) {
  return spawn(COMMAND, args, { ...options, env: ENV })
}

/** Runs the command to its end: its exit code and what it wrote. */
export async function run(...args) {
  const child = start(args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const out = []
  const err = []
  child.stdout.on('data', (bytes) => out.push(bytes))
  child.stderr.on('data', (bytes) => err.push(bytes))
  const [code] = await once(child, 'close')
  return { code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }
}

/** Like run, but anything except exit code 0 is an error. */
export async function runOk(...args) {
  const result = await run(...args)
  if (result.code !== 0) {
    throw new Error(`orlop ${args.join(' ')}: exit ${result.code}\n${result.stderr}`)
  }
  return result
}
