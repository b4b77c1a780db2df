import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('has defaults for everything; an empty variable counts as unset', () => {
    const defaults = {
      databaseUrl: null,
      port: 4000,
      host: '127.0.0.1',
      publicUrl: null,
      dataDir: resolve('.data'),
      connectors: [],
      logLevel: 'info',
      secretKeys: null,
      allowPrivateSources: false,
    };
    expect(readConfig({})).toEqual(defaults);
    expect(readConfig({ DATABASE_URL: '', PORT: ' ', HOST: '', CLIENTELA_DATA: '', CLIENTELA_LOG: '' })).toEqual(
      defaults,
    );
  });

  it('reads what is set', () => {
    const databaseUrl = 'postgresql://ada:secret@db.example.com:6432/shop?sslmode=require';
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const variables = {
      DATABASE_URL: databaseUrl,
      PORT: '0',
      HOST: '::',
      PUBLIC_URL: 'https://clientela.example/',
      CLIENTELA_DATA: '/srv/data',
      CLIENTELA_CONNECTORS: './till, clientela-connector-acme,',
      CLIENTELA_LOG: 'warn',
      CLIENTELA_SECRET_KEY: keys.map((key) => key.toString('base64')).join(', '),
      CLIENTELA_ALLOW_PRIVATE_SOURCES: 'true',
    };
    expect(readConfig(variables)).toEqual({
      databaseUrl,
      port: 0,
      host: '::',
      publicUrl: 'https://clientela.example',
      dataDir: '/srv/data',
      connectors: ['./till', 'clientela-connector-acme'],
      logLevel: 'warn',
      secretKeys: keys,
      allowPrivateSources: true,
    });
  });

  it.each([
    ['PORT', 'http', 'PORT is set to "http": a whole number from 0 to 65535 is expected.'],
    ['PORT', '65536', 'PORT is set to "65536"'],
    ['PORT', '80.5', 'PORT is set to "80.5"'],
    ['CLIENTELA_SECRET_KEY', 'c2hvcnQ=', 'CLIENTELA_SECRET_KEY is set to "***": keys of 32 bytes in base64'],
    ['CLIENTELA_ALLOW_PRIVATE_SOURCES', 'yes', 'true or false is expected'],
    ['CLIENTELA_LOG', 'loud', 'one of error, warn, info and debug is expected'],
    ['DATABASE_URL', 'localhost', 'an address such as postgres://'],
    ['DATABASE_URL', 'mysql://ada:secret@localhost/shop', 'DATABASE_URL is set to "mysql://ada:***@localhost/shop"'],
  ])('says what is wrong with %s=%s', (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(message);
  });
});
