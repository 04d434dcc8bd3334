// Uploads, downloads and counts as an AppView asks for them; answers and records keep to the lexicons.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { XRPCError } from '@atproto/api'
import { jsonToLex } from '@atproto/lexicon'
import { verifyRecords } from '@atproto/repo'
import { AtUri } from '@atproto/syntax'
import { AppView, digestOf } from '../lib/appview.mjs'
import { startDevnet } from '../lib/devnet.mjs'

const LAYER = randomBytes(300_000)

let net
let appview
let pushed
before(async () => {
  net = await startDevnet()
  appview = await AppView.of(net, 'alice.test')
  pushed = await appview.push('demo', LAYER)
})
after(() => net?.stop())

test('a push is answered as the lexicon says, and counted', async () => {
  const { success, operation, statsUpdated, layersCreated } = pushed.answer
  // Config, layer, and the manifest itself, which this AppView keeps at the hold as a blob.
  assert.deepEqual([success, operation, statsUpdated, layersCreated], [true, 'push', true, 3])
  const { pushCount, pullCount } = await appview.stats('demo')
  assert.deepEqual([pushCount, pullCount], [1, 0])
})

test('what was uploaded comes back, whole and in ranges', async () => {
  const { digest } = pushed.layer
  const whole = await appview.getBlob(digest)
  assert.deepEqual(Buffer.from(await whole.arrayBuffer()), LAYER)
  const range = await fetch(whole.url, { headers: { range: 'bytes=1000-1999' } })
  assert.equal(range.status, 206)
  assert.deepEqual(Buffer.from(await range.arrayBuffer()), LAYER.subarray(1000, 2000))
})

test('a URL is given on demand, and is good for what it was asked for', async () => {
  const { url } = await (await appview.getBlob(pushed.layer.digest, { method: 'GET' })).json()
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
  assert.equal(digestOf(bytes), pushed.layer.digest)
  assert.equal((await fetch(url, { method: 'PUT', body: 'other' })).ok, false)
})

test('a blob of several parts is one blob', async () => {
  const parts = [randomBytes(5 * 1024 * 1024), randomBytes(5 * 1024 * 1024), randomBytes(17)]
  const { digest } = await appview.upload(...parts)
  const answer = await appview.getBlob(digest)
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.concat(parts))
})

test('bytes that have another digest are refused: InvalidDigest', async () => {
  const digest = digestOf('one')
  const { uploadId } = await appview.call('initiateUpload', { digest })
  const part = await appview.uploadPart(uploadId, 1, 'another')
  const complete = appview.call('completeUpload', { uploadId, digest, parts: [part] })
  await assert.rejects(complete, (thrown) => {
    assert.ok(thrown instanceof XRPCError, String(thrown))
    return thrown.error === 'InvalidDigest'
  })
  assert.equal((await appview.getBlob(digest)).status, 404)
})

test('an image pulled is one pull: its config counts, its layers do not', async () => {
  const { config, layer } = await appview.push('counted', randomBytes(1000))
  for (const { digest } of [config, layer]) {
    await (await appview.getBlob(digest, { repo: 'counted' })).arrayBuffer()
  }
  assert.equal((await appview.stats('counted')).pullCount, 1)
})

test('the count is folded into a record that the reference implementation verifies', async () => {
  const { config } = await appview.push('folded', randomBytes(1000))
  await (await appview.getBlob(config.digest, { repo: 'folded' })).arrayBuffer()
  const { uri } = await appview.stats('folded')
  const { collection, rkey } = new AtUri(uri)
  const key = await net.resolver.resolveAtprotoKey(net.holdDid)
  const deadline = Date.now() + 30_000
  for (;;) {
    const car = await net.car('com.atproto.sync.getRecord', { collection, rkey })
    const records = await verifyRecords(car, net.holdDid, key)
    const { record } = records.find((one) => one.collection === collection && one.rkey === rkey)
    assert.deepEqual([record.ownerDid, record.repository], [appview.did, 'folded'])
    if (record.pullCount === 1) {
      break
    }
    assert.ok(Date.now() < deadline, `after all this time: ${JSON.stringify(record)}`)
    await pause(100)
  }
})

test('every record that the hold wrote is valid to the reference validator', async () => {
  const seen = new Set()
  for (const [path, { value }] of await net.listAll()) {
    net.client.lex.assertValidRecord(value.$type, jsonToLex(value))
    seen.add(path.split('/')[0])
  }
  assert.deepEqual(seen, new Set([
    'io.atcr.hold.captain', 'io.atcr.hold.layer', 'io.atcr.hold.stats',
  ]))
})

test('listStats names every repository of the owner', async () => {
  const { data } = await net.client.call('io.atcr.hold.listStats', { did: appview.did })
  const names = data.stats.map((stats) => stats.repository)
  assert.deepEqual(names.toSorted(), ['counted', 'demo', 'folded'])
})
