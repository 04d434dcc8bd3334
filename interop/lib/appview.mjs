// An AppView's calls to a hold, made with the official client and fetch alone.
import { createHash } from 'node:crypto'

// AppViews ask for one token for a hold and use it for all their calls.
const TOKEN_METHOD = 'com.atproto.repo.getRecord'

export const digestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

export class AppView {
  /** Calls in the name of the account. */
  static async of(net, handle) {
    return new AppView(net, net.did(handle), await net.auth(handle, TOKEN_METHOD))
  }

  constructor(net, did, headers) {
    this.net = net
    this.did = did
    this.headers = headers
  }

  /** A procedure io.atcr.hold.*; its answer, checked against its lexicon. */
  async call(name, input) {
    const options = { headers: this.headers, encoding: 'application/json' }
    return (await this.net.client.call(`io.atcr.hold.${name}`, {}, input, options)).data
  }

  /** Uploads the parts of a blob, in order. */
  async upload(...parts) {
    const digest = digestOf(Buffer.concat(parts))
    const { uploadId } = await this.call('initiateUpload', { digest })
    const put = []
    for (const [index, bytes] of parts.entries()) {
      put.push(await this.uploadPart(uploadId, index + 1, bytes))
    }
    await this.call('completeUpload', { uploadId, digest, parts: put })
    return { digest, size: Buffer.concat(parts).length }
  }

  async uploadPart(uploadId, partNumber, body) {
    const { url, method, headers } = await this.call('getPartUploadUrl', { uploadId, partNumber })
    const answer = await fetch(url, { method: method ?? 'PUT', headers, body })
    if (!answer.ok) {
      throw new Error(`part ${partNumber}: ${answer.status} ${await answer.text()}`)
    }
    return { partNumber, etag: answer.headers.get('etag') }
  }

  /** Uploads an image of one layer and tells the hold of it. */
  async push(repository, layerBytes) {
    const layer = await this.upload(layerBytes)
    const config = await this.upload(Buffer.from(JSON.stringify({ rootfs: layer.digest })))
    const oci = (type) => `application/vnd.oci.image.${type}`
    const manifest = {
      mediaType: oci('manifest.v1+json'),
      config: { mediaType: oci('config.v1+json'), ...config },
      layers: [{ mediaType: oci('layer.v1.tar'), ...layer }],
    }
    const { digest } = await this.upload(Buffer.from(JSON.stringify({ schemaVersion: 2, ...manifest })))
    const notice = { repository, userDid: this.did, manifestDigest: digest, manifest, tag: 'latest' }
    return { digest, config, layer, answer: await this.call('notifyManifest', notice) }
  }

  /** GET of a blob, following redirects, as a client of the registry would. */
  async getBlob(cid, params = {}) {
    const query = new URLSearchParams({ did: this.did, cid, ...params })
    return fetch(`${this.net.holdUrl}/xrpc/com.atproto.sync.getBlob?${query}`)
  }

  /** The counts of a repository. */
  async stats(repo) {
    return (await this.net.client.call('io.atcr.hold.getStats', { did: this.did, repo })).data
  }
}
