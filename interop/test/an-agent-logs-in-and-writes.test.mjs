// The reference agent with accounts that live on this server.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { readCarWithRoot, verifyProofs, verifyRepo } from '@atproto/repo'
import { startDevnet } from '../lib/devnet.mjs'

const COLLECTION = 'com.example.note'
const note = (text) => ({ $type: COLLECTION, text })

let net
let agent
before(async () => {
  net = await startDevnet()
  agent = await net.login('alice.test')
})
after(() => net?.stop())

const repo = () => agent.com.atproto.repo
const here = () => ({ repo: agent.did, collection: COLLECTION })

test('a session says who it is, is renewed, and ends', async () => {
  const mine = await net.login('alice.test')
  const { data } = await mine.com.atproto.server.getSession()
  assert.equal(data.did, net.did('alice.test'))
  assert.equal(data.handle, 'alice.test')
  assert.equal(data.active, true)

  const before = mine.session.accessJwt
  await mine.sessionManager.refreshSession()
  assert.notEqual(mine.session.accessJwt, before)
  await mine.com.atproto.server.getSession()

  const { refreshJwt } = mine.session
  await mine.logout()
  const ended = new AtpAgent({ service: net.holdUrl })
  const headers = { authorization: `Bearer ${refreshJwt}` }
  await assert.rejects(ended.com.atproto.server.refreshSession(undefined, { headers }))
})

test('a wrong password is refused, by handle, DID and email alike', async () => {
  const stranger = new AtpAgent({ service: net.holdUrl })
  for (const identifier of ['bob.test', net.did('bob.test'), 'nobody.test', 'no@example.com']) {
    await assert.rejects(stranger.login({ identifier, password: 'wrong' }), {
      status: 401,
      error: 'AuthenticationRequired',
    })
  }
})

test('an app password opens a session that may write and may not manage the account', async () => {
  const { data } = await agent.com.atproto.server.createAppPassword({ name: 'backup' })
  assert.match(data.password, /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/)
  const app = new AtpAgent({ service: net.holdUrl })
  await app.login({ identifier: 'alice.test', password: data.password })
  await app.com.atproto.repo.createRecord({ ...here(), record: note('by an app') })
  await assert.rejects(app.com.atproto.server.createAppPassword({ name: 'another' }))

  const { data: list } = await agent.com.atproto.server.listAppPasswords()
  assert.deepEqual(list.passwords.map(({ name }) => name), ['backup'])
  await agent.com.atproto.server.revokeAppPassword({ name: 'backup' })
  const again = new AtpAgent({ service: net.holdUrl })
  await assert.rejects(again.login({ identifier: 'alice.test', password: data.password }), { status: 401 })
})

test('records are created, put, read, listed and deleted', async () => {
  const created = await repo().createRecord({ ...here(), record: note('one') })
  const rkey = created.data.uri.split('/').pop()
  assert.equal(created.data.validationStatus, 'unknown')

  const put = await repo().putRecord({
    ...here(), rkey, record: note('two'), swapRecord: created.data.cid, swapCommit: created.data.commit.cid,
  })
  assert.notEqual(put.data.cid, created.data.cid)
  const same = await repo().putRecord({ ...here(), rkey, record: note('two') })
  assert.equal(same.data.cid, put.data.cid)
  assert.equal(same.data.commit, undefined)
  await assert.rejects(
    repo().putRecord({ ...here(), rkey, record: note('three'), swapRecord: created.data.cid }),
    { status: 400, error: 'InvalidSwap' },
  )

  const got = await repo().getRecord({ ...here(), rkey })
  assert.deepEqual(got.data.value, note('two'))
  const listed = await repo().listRecords({ ...here() })
  assert.ok(listed.data.records.some(({ uri, cid }) => uri === put.data.uri && cid === put.data.cid))

  await repo().deleteRecord({ ...here(), rkey })
  await assert.rejects(repo().getRecord({ ...here(), rkey }), { error: 'RecordNotFound' })
  const gone = await repo().deleteRecord({ ...here(), rkey })
  assert.equal(gone.data.commit, undefined)
})

test('many writes make one commit, or none', async () => {
  const type = 'com.atproto.repo.applyWrites'
  const { data } = await repo().applyWrites({
    repo: agent.did,
    writes: [1, 2, 3].map((n) => ({
      $type: `${type}#create`, collection: COLLECTION, rkey: `many-${n}`, value: note(`${n}`),
    })),
  })
  assert.deepEqual(data.results.map(({ $type }) => $type), Array(3).fill(`${type}#createResult`))
  const head = (await agent.com.atproto.sync.getLatestCommit({ did: agent.did })).data
  assert.deepEqual({ cid: data.commit.cid, rev: data.commit.rev }, head)

  await assert.rejects(
    repo().applyWrites({
      repo: agent.did,
      writes: [
        { $type: `${type}#delete`, collection: COLLECTION, rkey: 'many-1' },
        { $type: `${type}#create`, collection: COLLECTION, rkey: 'many-2', value: note('taken') },
      ],
    }),
    { status: 400 },
  )
  await repo().getRecord({ ...here(), rkey: 'many-1' })
})

test('nobody writes to the repo of another', async () => {
  const bob = net.did('bob.test')
  await assert.rejects(
    repo().createRecord({ repo: bob, collection: COLLECTION, record: note('mine') }),
    { status: 401 },
  )
})

test('a blob is served once a record refers to it, and not after', async () => {
  const bytes = randomBytes(100_000)
  const { data } = await agent.uploadBlob(bytes, { encoding: 'application/octet-stream' })
  const cid = data.blob.ref.toString()
  assert.equal(data.blob.size, bytes.length)
  const find = () => agent.com.atproto.sync.getBlob({ did: agent.did, cid })
  await assert.rejects(find(), { error: 'BlobNotFound' })

  await repo().putRecord({ ...here(), rkey: 'file', record: { ...note('with a file'), file: data.blob } })
  const found = await find()
  assert.deepEqual(Buffer.from(found.data), bytes)
  assert.equal(found.headers['x-content-type-options'], 'nosniff')
  const listed = await agent.com.atproto.sync.listBlobs({ did: agent.did })
  assert.deepEqual(listed.data.cids, [cid])

  await repo().deleteRecord({ ...here(), rkey: 'file' })
  await assert.rejects(find(), { error: 'BlobNotFound' })
})

test('the whole repo and the proofs of its records verify', async () => {
  const { data } = await repo().createRecord({ ...here(), rkey: 'proven', record: note('proven') })
  const key = await net.resolver.resolveAtprotoKey(agent.did)
  const whole = await agent.com.atproto.sync.getRepo({ did: agent.did })
  const car = await readCarWithRoot(whole.data)
  const { creates } = await verifyRepo(car.blocks, car.root, agent.did, key)
  assert.ok(creates.some(({ rkey, cid }) => rkey === 'proven' && cid.toString() === data.cid))

  for (const [rkey, cid] of [['proven', creates.find((one) => one.rkey === 'proven').cid], ['absent', null]]) {
    const proof = await agent.com.atproto.sync.getRecord({ did: agent.did, collection: COLLECTION, rkey })
    const { verified } = await verifyProofs(proof.data, [{ collection: COLLECTION, rkey, cid }], agent.did, key)
    assert.equal(verified.length, 1)
  }
})

test('a token for another service names one method and does not live long', async () => {
  const lxm = 'io.atcr.hold.requestCrew'
  const { data } = await agent.com.atproto.server.getServiceAuth({ aud: net.holdDid, lxm })
  const claims = JSON.parse(Buffer.from(data.token.split('.')[1], 'base64url'))
  assert.equal(claims.iss, agent.did)
  assert.equal(claims.lxm, lxm)
  assert.ok(claims.exp - claims.iat <= 3600)
})
