// An account moves from the reference PDS to ours and back, with all that it has.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { AtpBaseClient } from '@atproto/api'
import { DidResolver } from '@atproto/identity'
import { readCarWithRoot, verifyRepo } from '@atproto/repo'
import { runOk, start } from '../lib/orlop.mjs'
import { REFERENCE_NODE, answering, freePort, startReference } from '../lib/reference-pds.mjs'

const skip = REFERENCE_NODE ? false : 'the reference PDS is not installed'
const PASSWORD = 'a password for both'

let reference
let ours
before(async () => {
  if (!skip) {
    reference = await startReference()
    ours = await startOurs(reference.plcUrl)
  }
})
after(() => {
  ours?.stop()
  reference?.stop()
})

/** A hold that takes accounts, in the same network. */
async function startOurs(plcUrl) {
  const root = mkdtempSync(path.join(tmpdir(), 'orlop-moves-'))
  const dir = path.join(root, 'hold')
  const port = await freePort()
  const url = `http://localhost:${port}`
  await runOk('init', '--dir', dir, '--owner', 'did:plc:ewvi7nxzyoun6zhxrhs64oiz', '--public-url', url, '--port', `${port}`)
  appendFileSync(path.join(dir, 'orlop.yaml'), `
development: true
plc-directory: ${plcUrl}
accounts:
  enabled: true
  invites: false
  domains: hold.test
`)
  const child = start(['serve', '--dir', dir], { stdio: ['ignore', 'ignore', 'inherit'] })
  const stop = () => {
    child.kill('SIGKILL')
    rmSync(root, { recursive: true, force: true })
  }
  process.once('exit', stop)
  await answering(`${url}/xrpc/_health`, child)
  return { url, dir, stop }
}

/** One account as one server has it. */
class Home {
  constructor(url, session) {
    this.api = new AtpBaseClient({ service: url }).com.atproto
    this.did = session.did
    this.auth = { headers: { authorization: `Bearer ${session.accessJwt}` } }
  }

  post(encoding = 'application/json') {
    return { ...this.auth, encoding }
  }
}

async function fill(home) {
  const blobs = []
  for (const size of [10, 100_000, 3_000_000]) {
    const { data } = await home.api.repo.uploadBlob(randomBytes(size), home.post('application/octet-stream'))
    blobs.push(data.blob)
  }
  const type = 'com.atproto.repo.applyWrites#create'
  const writes = Array.from({ length: 150 }, (_, i) => {
    const collection = `com.example.move${i % 3}`
    return { $type: type, collection, value: { $type: collection, number: i, file: blobs[i % blobs.length] } }
  })
  await home.api.repo.applyWrites({ repo: home.did, validate: false, writes }, home.post())
}

/** All records by path, and the bytes of all blobs by CID. */
async function contents(home) {
  const records = new Map()
  const { data } = await home.api.repo.describeRepo({ repo: home.did })
  for (const collection of data.collections) {
    let cursor
    do {
      const page = await home.api.repo.listRecords({ repo: home.did, collection, limit: 100, cursor })
      page.data.records.forEach(({ uri, cid }) => records.set(uri, cid))
      cursor = page.data.cursor
    } while (cursor)
  }
  const blobs = new Map()
  const { data: listed } = await home.api.sync.listBlobs({ did: home.did })
  for (const cid of listed.cids) {
    blobs.set(cid, Buffer.from((await home.api.sync.getBlob({ did: home.did, cid })).data).toString('base64'))
  }
  return { records, blobs }
}

async function move(from, url, handle, word) {
  const { data: server } = await new AtpBaseClient({ service: url }).com.atproto.server.describeServer()
  const { data: leave } = await from.api.server.getServiceAuth(
    { aud: server.did, lxm: 'com.atproto.server.createAccount' }, from.auth)
  const { data: session } = await new AtpBaseClient({ service: url }).com.atproto.server.createAccount(
    { handle, did: from.did, email: 'mover@example.com', password: PASSWORD },
    { headers: { authorization: `Bearer ${leave.token}` }, encoding: 'application/json' },
  )
  const to = new Home(url, session)

  const { data: car } = await from.api.sync.getRepo({ did: from.did })
  await to.api.repo.importRepo(car, to.post('application/vnd.ipld.car'))
  let cursor
  do {
    const { data: missing } = await to.api.repo.listMissingBlobs({ cursor, limit: 2 }, to.auth)
    for (const { cid } of missing.blobs) {
      const blob = await from.api.sync.getBlob({ did: from.did, cid })
      await to.api.repo.uploadBlob(blob.data, to.post(blob.headers['content-type']))
    }
    cursor = missing.cursor
  } while (cursor)
  const { data: status } = await to.api.server.checkAccountStatus({}, to.auth)
  assert.equal(status.expectedBlobs, status.importedBlobs)
  assert.equal(status.activated, false)

  const { data: wanted } = await to.api.identity.getRecommendedDidCredentials({}, to.auth)
  await from.api.identity.requestPlcOperationSignature(undefined, from.auth)
  const { data: signed } = await from.api.identity.signPlcOperation(
    { token: await word(from.did), ...wanted }, from.post())
  await to.api.identity.submitPlcOperation({ operation: signed.operation }, to.post())
  await to.api.server.activateAccount(undefined, to.auth)
  await from.api.server.deactivateAccount({}, from.post())
  return to
}

async function verified(home) {
  const key = await new DidResolver({ plcUrl: reference.plcUrl }).resolveAtprotoKey(home.did, true)
  const { data } = await home.api.sync.getRepo({ did: home.did })
  const car = await readCarWithRoot(data)
  await verifyRepo(car.blocks, car.root, home.did, key)
}

test('an account moves to ours and back with all its records and blobs', { skip }, async () => {
  const created = await new AtpBaseClient({ service: reference.url }).com.atproto.server.createAccount(
    { handle: 'mover.test', email: 'mover@example.com', password: PASSWORD }, { encoding: 'application/json' })
  const first = new Home(reference.url, created.data)
  await fill(first)
  const had = await contents(first)
  assert.equal(had.records.size, 150)
  assert.equal(had.blobs.size, 3)

  const here = await move(first, ours.url, 'mover.hold.test', (did) => reference.mailed(did, 'plc_operation'))
  assert.deepEqual(await contents(here), had)
  await verified(here)
  await here.api.repo.createRecord(
    { repo: here.did, collection: 'com.example.move0', rkey: 'added', record: { $type: 'com.example.move0', here: true } },
    here.post())
  const has = await contents(here)
  assert.equal(has.records.size, 151)

  // It is another account there by then: what a server keeps of one that left is not what comes back.
  await first.api.server.requestAccountDelete(undefined, first.auth)
  await first.api.server.deleteAccount(
    { did: first.did, password: PASSWORD, token: reference.mailed(first.did, 'delete_account') },
    { encoding: 'application/json' })
  const back = await move(here, reference.url, 'mover.test', async (did) =>
    (await runOk('account', 'word', did, '--for', 'plc', '--dir', ours.dir)).stdout.toString().trim())
  assert.deepEqual(await contents(back), has)
  // The reference keeps the commit that it imported; it signs with its own key what is written next.
  await back.api.repo.deleteRecord(
    { repo: back.did, collection: 'com.example.move0', rkey: 'added' }, back.post())
  await verified(back)
})
