// An account that the devnet has never heard of: a did:web whose document is served from here.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { P256Keypair } from '@atproto/crypto'

/** Serves one with a fresh P-256 key on a free port. */
export async function startForeignAccount() {
  const keypair = await P256Keypair.create()
  const server = createServer((request, response) => {
    const known = request.url === '/.well-known/did.json'
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
    response.end(known ? JSON.stringify(document) : '{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const did = `did:web:localhost%3A${server.address().port}`
  const document = {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: did,
    verificationMethod: [
      {
        id: `${did}#atproto`,
        type: 'Multikey',
        controller: did,
        publicKeyMultibase: keypair.did().slice('did:key:'.length),
      },
    ],
  }
  return { did, keypair, stop: () => server.close() }
}
