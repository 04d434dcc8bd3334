// The reference PDS with its directory of DIDs, each a process of its own on 127.0.0.1.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('../reference-pds/', import.meta.url))
const START_MILLIS = 30_000

/** The Node that it runs on, as the check found it; undefined where it could not be installed. */
export const REFERENCE_NODE = process.env.ORLOP_REFERENCE_NODE || undefined

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits until a server answers. */
export async function answering(url, child) {
  const deadline = Date.now() + START_MILLIS
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) {
      return
    }
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`${url} does not answer (exit ${child.exitCode})`)
    }
    await pause(50)
  }
}

export async function startReference() {
  const folder = mkdtempSync(path.join(tmpdir(), 'orlop-reference-'))
  const children = []
  const stop = () => {
    children.forEach((child) => child.kill('SIGKILL'))
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', stop)
  const run = (script, ...args) => {
    const child = spawn(REFERENCE_NODE, ['--import', './loopback.mjs', script, ...args], {
      cwd: HERE,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, LOG_ENABLED: 'false' },
    })
    children.push(child)
    return child
  }
  const plcPort = await freePort()
  const plcUrl = `http://localhost:${plcPort}`
  await answering(`${plcUrl}/_health`, run('plc.mjs', `${plcPort}`))
  const port = await freePort()
  const url = `http://localhost:${port}`
  await answering(`${url}/xrpc/_health`, run('pds.mjs', `${port}`, plcUrl, folder))
  return {
    url,
    plcUrl,
    /** The word that it would have mailed. */
    mailed: (did, purpose) =>
      execFileSync(REFERENCE_NODE, ['mailed.mjs', folder, did, purpose], { cwd: HERE })
        .toString()
        .trim(),
    stop() {
      stop()
      process.removeListener('exit', stop)
    },
  }
}
