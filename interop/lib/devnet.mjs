// A devnet for one test file: a PLC directory, alice.test (captain), bob.test, and a hold.
import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AtpAgent, AtpBaseClient } from '@atproto/api'
import { Secp256k1Keypair } from '@atproto/crypto'
import { DidResolver } from '@atproto/identity'
import { createServiceJwt } from '@atproto/xrpc-server'
import { DOCUMENTS } from './lexicons.mjs'
import { start } from './orlop.mjs'

const START_MILLIS = 30_000
const STOP_MILLIS = 20_000

/** Starts one in a folder of its own, which goes when it is stopped. */
export async function startDevnet() {
  const root = await mkdtemp(path.join(tmpdir(), 'orlop-interop-'))
  const ready = path.join(root, 'ready.json')
  const dir = path.join(root, 'devnet')
  const ports = ['hold', 'plc', 'pds', 'appview'].flatMap((name) => [`--${name}-port`, '0'])
  const child = start(['devnet', '--dir', dir, ...ports, '--ready-file', ready], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Whatever ends this process ends the devnet too.
  const end = () => {
    child.kill('SIGKILL')
    rmSync(root, { recursive: true, force: true })
  }
  process.once('exit', end)
  process.once('SIGTERM', () => process.exit(143))
  process.once('SIGINT', () => process.exit(130))
  let said = ''
  child.stderr.on('data', (bytes) => (said += bytes))
  const exited = new Promise((resolve) => child.once('close', resolve))

  const deadline = Date.now() + START_MILLIS
  while (!existsSync(ready)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      end()
      throw new Error(`the devnet did not start (exit ${child.exitCode}):\n${said}`)
    }
    await pause(50)
  }
  const stop = async () => {
    child.kill('SIGTERM')
    const code = await Promise.race([exited, pause(STOP_MILLIS, 'late', { ref: false })])
    end()
    process.removeListener('exit', end)
    if (code === 'late') {
      throw new Error('the devnet did not stop')
    }
  }
  return new Devnet(dir, JSON.parse(await readFile(ready, 'utf8')), stop)
}

class Devnet {
  constructor(dir, { plc, hold, accounts }, stop) {
    this.dir = dir
    this.accounts = accounts
    this.plcUrl = plc.url
    this.holdUrl = hold.url
    this.holdDid = hold.did
    this.stop = stop
    this.resolver = new DidResolver({ plcUrl: plc.url })
    /** The official client; it checks every answer against the official lexicons, and io.atcr's. */
    this.client = new AtpBaseClient({ service: hold.url })
    DOCUMENTS.filter(({ id }) => id.startsWith('io.atcr.')).forEach((one) => this.client.lex.add(one))
  }

  did(handle) {
    return this.accounts.find((account) => account.handle === handle).did
  }

  /** The official agent with a session of an account that lives here. */
  async login(handle) {
    const agent = new AtpAgent({ service: this.holdUrl })
    const { password } = this.accounts.find((account) => account.handle === handle)
    await agent.login({ identifier: handle, password })
    return agent
  }

  /** An account's signing key, from the file `<type>:<hex>` that the devnet keeps it in. */
  async keypair(handle) {
    const file = path.join(this.dir, 'accounts', `${handle}.key`)
    const [type, hex] = (await readFile(file, 'utf8')).trim().split(':')
    if (type !== 'k256') {
      throw new Error(`${file}: a key of type ${type}`)
    }
    return Secp256k1Keypair.import(hex)
  }

  /** The header of a call in an account's name, its token made by the reference implementation. */
  async auth(handle, lxm, overrides = {}) {
    const token = await createServiceJwt({
      iss: this.did(handle),
      aud: this.holdDid,
      lxm,
      keypair: await this.keypair(handle),
      ...overrides,
    })
    return { authorization: `Bearer ${token}` }
  }

  /** Writes records as the captain; one token is good for all. */
  async putRecords(records) {
    const headers = await this.auth('alice.test', 'com.atproto.repo.putRecord')
    for (const { collection, rkey, record } of records) {
      await this.client.com.atproto.repo.putRecord(
        { repo: this.holdDid, collection, rkey, record },
        { headers, encoding: 'application/json' },
      )
    }
  }

  async deleteRecord(collection, rkey) {
    const headers = await this.auth('alice.test', 'com.atproto.repo.deleteRecord')
    await this.client.com.atproto.repo.deleteRecord(
      { repo: this.holdDid, collection, rkey },
      { headers, encoding: 'application/json' },
    )
  }

  /** GET of a method, beside the client: the answer as it came. */
  async get(nsid, params = {}) {
    return fetch(`${this.holdUrl}/xrpc/${nsid}?${new URLSearchParams(params)}`)
  }

  /** A CAR from com.atproto.sync.*, about the hold's repo. */
  async car(nsid, params = {}) {
    const answer = await this.get(nsid, { did: this.holdDid, ...params })
    if (answer.status !== 200) {
      throw new Error(`${nsid}: ${answer.status} ${await answer.text()}`)
    }
    if (answer.headers.get('content-type') !== 'application/vnd.ipld.car') {
      throw new Error(`${nsid}: content type ${answer.headers.get('content-type')}`)
    }
    return new Uint8Array(await answer.arrayBuffer())
  }

  /** Everything that listRecords says of the hold's repo, by path, as the JSON it came as. */
  async listAll() {
    const { data } = await this.client.com.atproto.repo.describeRepo({ repo: this.holdDid })
    const all = new Map()
    for (const collection of data.collections) {
      let cursor
      do {
        const params = { repo: this.holdDid, collection, limit: '7', ...(cursor && { cursor }) }
        const page = await (await this.get('com.atproto.repo.listRecords', params)).json()
        for (const { uri, cid, value } of page.records) {
          all.set(uri.split('/').slice(3).join('/'), { cid, value })
        }
        cursor = page.cursor
      } while (cursor)
    }
    return all
  }
}
