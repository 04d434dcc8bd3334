// The reference PDS: node pds.mjs PORT PLC_URL FOLDER
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { PDS } from '@atproto/pds'
import { stopWith } from './stop.mjs'

const [port, plc, folder] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const server = await PDS.fromEnv({
  devMode: true,
  port: Number(port),
  hostname: 'localhost',
  dataDirectory: folder,
  blobstoreDiskLocation: `${folder}/blobs`,
  blobUploadLimit: 512 << 20,
  didPlcUrl: plc,
  adminPassword: randomBytes(16).toString('hex'),
  jwtSecret: randomBytes(32).toString('hex'),
  dpopSecret: randomBytes(32).toString('hex'),
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  // Its peers are on this machine, and it is to be measured without its limits.
  disableSsrfProtection: true,
  rateLimitsEnabled: false,
  maxSubscriptionBuffer: 20_000,
})
await server.start()
stopWith(server)
