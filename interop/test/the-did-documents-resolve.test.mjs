// The DID documents of the hold and of the devnet's accounts, as the reference resolver reads them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { getServiceEndpoint, isValidDidDoc } from '@atproto/common-web'
import { formatDidKey, parseDidKey } from '@atproto/crypto'
import { ensureAtpDocument, getHandle, getKey, parseToAtprotoDocument } from '@atproto/identity'
import { ensureValidDid, ensureValidHandle } from '@atproto/syntax'
import { startDevnet } from '../lib/devnet.mjs'

let net
before(async () => (net = await startDevnet()))
after(() => net?.stop())

test('the hold’s DID resolves to its key, its PDS and its own service', async () => {
  ensureValidDid(net.holdDid)
  const document = await net.resolver.ensureResolve(net.holdDid)
  assert.ok(isValidDidDoc(document))
  // A host without a dot is no handle.
  assert.equal(getHandle(document), 'handle.invalid')
  const holdService = { id: '#atcr_hold', type: 'AtcrHold' }
  assert.equal(getServiceEndpoint(document, holdService), net.holdUrl)
  assert.deepEqual(ensureAtpDocument(document), {
    did: net.holdDid,
    signingKey: getKey(document),
    handle: 'handle.invalid',
    pds: net.holdUrl,
  })
})

test('the hold’s key is a compressed K-256 key', async () => {
  const key = await net.resolver.resolveAtprotoKey(net.holdDid)
  const { jwtAlg, keyBytes } = parseDidKey(key)
  assert.equal(jwtAlg, 'ES256K')
  assert.equal(formatDidKey(jwtAlg, keyBytes), key)
})

test('the hold’s host says whose it is', async () => {
  const answer = await fetch(`${net.holdUrl}/.well-known/atproto-did`)
  assert.equal((await answer.text()).trim(), net.holdDid)
})

for (const handle of ['alice.test', 'bob.test']) {
  test(`the directory’s document of ${handle} names its handle, key and PDS`, async () => {
    const did = net.did(handle)
    ensureValidDid(did)
    ensureValidHandle(handle)
    const document = await net.resolver.ensureResolve(did)
    const parsed = parseToAtprotoDocument(document)
    assert.equal(parsed.did, did)
    assert.equal(parsed.handle, handle)
    assert.equal(parsed.signingKey, (await net.keypair(handle)).did())
    assert.equal(new URL(parsed.pds).origin, parsed.pds)
  })
}

test('the directory knows no other account', async () => {
  assert.equal(await net.resolver.resolve('did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'), null)
})
