// The reference PLC directory, its operations in memory: node plc.mjs PORT
import { Database, PlcServer } from '@did-plc/server'
import { stopWith } from './stop.mjs'

const server = PlcServer.create({ db: Database.mock(), port: Number(process.argv[2]) })
await server.start()
stopWith(server)
