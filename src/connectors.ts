// Made by bin/registry.mjs from the folders of connectors/: do not edit.
import type { Connector } from './sdk/index.ts';
import demo from '../connectors/demo/index.ts';
import file from '../connectors/file/index.ts';
import googleAds from '../connectors/google-ads/index.ts';
import metaAds from '../connectors/meta-ads/index.ts';
import requestTracker from '../connectors/request-tracker/index.ts';
import shopify from '../connectors/shopify/index.ts';
import vendure from '../connectors/vendure/index.ts';
import woocommerce from '../connectors/woocommerce/index.ts';
import zendesk from '../connectors/zendesk/index.ts';

/** The connectors that come with the product. */
export const connectors = [demo, file, googleAds, metaAds, requestTracker, shopify, vendure, woocommerce, zendesk] as unknown as readonly Connector<unknown>[];
