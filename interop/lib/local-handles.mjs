// Resolves handles that live on one server of this machine, which has no names in the DNS: the file
// /.well-known/atproto-did is asked for under the handle as Host, as a reverse proxy would pass it on.
import http from 'node:http'
import { HandleResolver } from '@atproto/identity'

export class LocalHandles extends HandleResolver {
  constructor(serverUrl) {
    super()
    this.server = new URL(serverUrl)
  }

  async resolveDns() {
    return undefined
  }

  async resolveHttp(handle) {
    const { hostname, port } = this.server
    return new Promise((resolve, reject) => {
      http
        .get({ hostname, port, path: '/.well-known/atproto-did', headers: { host: handle } }, (answer) => {
          let text = ''
          answer.on('data', (bytes) => (text += bytes))
          answer.on('end', () => resolve(answer.statusCode === 200 ? text.trim() : undefined))
        })
        .on('error', reject)
    })
  }
}
