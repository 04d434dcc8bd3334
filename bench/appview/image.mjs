// Writes an OCI image layout whose layers are random: node image.mjs DIR LAYERS BYTES [BYTES ...]
// LAYERS layers of the first size, or, where there are more sizes, one layer of each.
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const [folder, count, ...sizes] = process.argv.slice(2)
const all = sizes.length > 1 ? sizes.map(Number) : Array(Number(count)).fill(Number(sizes[0]))
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
mkdirSync(`${folder}/blobs/sha256`, { recursive: true })

const blob = (mediaType, bytes) => {
  const hex = sha256(bytes)
  writeFileSync(`${folder}/blobs/sha256/${hex}`, bytes)
  return { mediaType, digest: `sha256:${hex}`, size: bytes.length }
}
const json = (mediaType, value) => blob(mediaType, Buffer.from(JSON.stringify(value)))

const ids = []
const layers = all.map((size) => {
  const bytes = randomBytes(size)
  ids.push(`sha256:${sha256(bytes)}`)
  // Packed, so that no client packs it again; not smaller, since it is random.
  return blob('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(bytes, { level: 0 }))
})
const config = json('application/vnd.oci.image.config.v1+json', {
  architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: ids },
})
const mediaType = 'application/vnd.oci.image.manifest.v1+json'
const manifest = json(mediaType, { schemaVersion: 2, mediaType, config, layers })
writeFileSync(`${folder}/index.json`, JSON.stringify({
  schemaVersion: 2,
  manifests: [{ ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'latest' } }],
}))
writeFileSync(`${folder}/oci-layout`, '{"imageLayoutVersion":"1.0.0"}')
