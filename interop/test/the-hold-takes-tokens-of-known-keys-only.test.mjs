// Service tokens that the reference implementation made, before the hold.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { XRPCError } from '@atproto/api'
import { P256Keypair, Secp256k1Keypair } from '@atproto/crypto'
import { startDevnet } from '../lib/devnet.mjs'
import { startForeignAccount } from '../lib/foreign-account.mjs'

const METHOD = 'io.atcr.hold.requestCrew'

let net
let foreign
before(async () => {
  net = await startDevnet()
  foreign = await startForeignAccount()
})
after(async () => {
  foreign?.stop()
  await net?.stop()
})

async function requestCrew(headers) {
  const { data } = await net.client.call(METHOD, {}, {}, { headers, encoding: 'application/json' })
  return data
}

const refused = (error) => (thrown) => {
  assert.ok(thrown instanceof XRPCError, String(thrown))
  assert.deepEqual([thrown.status, thrown.error], [401, error])
  return true
}

test('a token with the account’s key lets it join the crew, once', async () => {
  const { status, uri, cid } = await requestCrew(await net.auth('bob.test', METHOD))
  assert.equal(status, 'created')
  const [collection, rkey] = uri.split('/').slice(-2)
  const { data } = await net.client.com.atproto.repo.getRecord(
    { repo: net.holdDid, collection, rkey })
  assert.deepEqual([data.cid, data.value.member], [cid, net.did('bob.test')])
  const again = await requestCrew(await net.auth('bob.test', METHOD))
  assert.equal(again.status, 'already_member')
})

test('a token may address the hold’s service by its fragment', async () => {
  const aud = `${net.holdDid}#atcr_hold`
  const { status } = await requestCrew(await net.auth('alice.test', METHOD, { aud }))
  assert.ok(status)
})

test('a P-256 key is good where the account’s DID document has it', async () => {
  const { did, keypair } = foreign
  const { status } = await requestCrew(await net.auth('bob.test', METHOD, { iss: did, keypair }))
  assert.equal(status, 'created')
})

const past = Math.floor(Date.now() / 1000) - 120
const refusals = {
  'with a K-256 key that is not the account’s': [
    'BadJwtSignature', async () => ({ keypair: await Secp256k1Keypair.create() })],
  'with a P-256 key that is not the account’s': [
    'BadJwtSignature', async () => ({ keypair: await P256Keypair.create() })],
  'in the name of another account': [
    'BadJwtSignature', async () => ({ iss: net.did('alice.test') })],
  'of a did:web with another key than its document has': [
    'BadJwtSignature', async () => ({ iss: foreign.did, keypair: await P256Keypair.create() })],
  'of an account that does not exist': [
    'BadJwtIss', async () => ({ iss: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' })],
  'for another service': ['BadJwtAudience', async () => ({ aud: net.did('alice.test') })],
  'for another method': [
    'BadJwtLexiconMethod', async () => ({ lxm: 'com.atproto.repo.putRecord' })],
  'that has expired': ['JwtExpired', async () => ({ iat: past, exp: past + 60 })],
}
for (const [what, [error, overrides]] of Object.entries(refusals)) {
  test(`a token ${what} is refused: ${error}`, async () => {
    const headers = await net.auth('bob.test', METHOD, await overrides())
    await assert.rejects(requestCrew(headers), refused(error))
  })
}

test('a token without its signature is refused: BadJwt', async () => {
  const { authorization } = await net.auth('bob.test', METHOD)
  const cut = { authorization: authorization.slice(0, authorization.lastIndexOf('.')) }
  await assert.rejects(requestCrew(cut), refused('BadJwt'))
})

test('no token is refused: AuthRequired', () =>
  assert.rejects(requestCrew({}), refused('AuthRequired')))
