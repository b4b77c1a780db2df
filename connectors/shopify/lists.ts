import type { RootList, Selection } from './selection.ts';

/** Of every amount the shop's own currency, which its books and reports are kept in. */
const money = '{ shopMoney { amount currencyCode } }';
const person = 'customer { id } email phone';
const visit = '{ id occurredAt landingPage referrerUrl utmParameters { source medium campaign } }';
const allocations = `discountAllocations {
  allocatedAmountSet ${money} discountApplication { ... on DiscountCodeApplication { code } }
}`;

// Lists without pages of their own come whole where nothing is said about their size.
export const orders: RootList = {
  name: 'orders',
  type: 'Order',
  sortKey: 'UPDATED_AT',
  fields: `id name processedAt updatedAt cancelledAt test sourceName currencyCode taxesIncluded
    displayFinancialStatus displayFulfillmentStatus ${person} purchasingEntity { __typename }
    totalPriceSet ${money} totalTaxSet ${money} totalDiscountsSet ${money} totalTipReceivedSet ${money}
    originalTotalDutiesSet ${money} originalTotalAdditionalFeesSet ${money} discountCodes
    customerJourneySummary { firstVisit ${visit} lastVisit ${visit} }
    transactions { id kind status gateway processedAt test amountSet ${money} fees { amount { amount currencyCode } } }
    fulfillments { id status displayStatus createdAt inTransitAt deliveredAt trackingInfo { company } }
    refunds { id }`,
  connections: {
    lineItems: {
      type: 'LineItem',
      size: 50,
      fields: `id name quantity isGiftCard product { id } variant { id } originalUnitPriceSet ${money}
        ${allocations} taxLines { priceSet ${money} }`,
    },
    shippingLines: {
      type: 'ShippingLine',
      size: 5,
      fields: `id discountedPriceSet ${money} ${allocations}`,
    },
    fulfillmentOrders: {
      type: 'FulfillmentOrder',
      size: 10,
      fields: 'id status fulfillBy deliveryMethod { minDeliveryDateTime maxDeliveryDateTime }',
    },
  },
};

/** Stands apart from the orders: bulk operations take no connections within lists, which an order's refunds are. */
export const refunds: Selection = {
  type: 'Refund',
  fields: `id createdAt processedAt note totalRefundedSet ${money} duties { amountSet ${money} }`,
  connections: {
    refundLineItems: {
      type: 'RefundLineItem',
      size: 20,
      fields: `id quantity restocked lineItem { id isGiftCard } subtotalSet ${money} totalTaxSet ${money}`,
    },
    refundShippingLines: {
      type: 'RefundShippingLine',
      size: 5,
      fields: `id subtotalAmountSet ${money} taxAmountSet ${money}`,
    },
    orderAdjustments: {
      type: 'OrderAdjustment',
      size: 10,
      fields: `id amountSet ${money} taxAmountSet ${money}`,
    },
  },
};

export const customers: RootList = {
  name: 'customers',
  type: 'Customer',
  sortKey: 'UPDATED_AT',
  fields: `id createdAt updatedAt firstName lastName
    defaultEmailAddress { emailAddress marketingState marketingUpdatedAt }
    defaultPhoneNumber { phoneNumber marketingState marketingUpdatedAt }
    defaultAddress { countryCodeV2 province city } statistics { rfmGroup }`,
  connections: {},
};

export const products: RootList = {
  name: 'products',
  type: 'Product',
  sortKey: 'UPDATED_AT',
  fields: `id createdAt updatedAt title status productType category { id name }
    priceRangeV2 { minVariantPrice { amount currencyCode } }`,
  connections: {
    variants: {
      type: 'ProductVariant',
      size: 50,
      fields: 'id title sku price inventoryItem { unitCost { amount currencyCode } }',
    },
  },
};

export const abandonedCheckouts: RootList = {
  name: 'abandonedCheckouts',
  type: 'AbandonedCheckout',
  // There is no other order by time.
  sortKey: 'CREATED_AT',
  fields: `id createdAt updatedAt completedAt totalPriceSet ${money}
    customer { id defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }`,
  connections: { lineItems: { type: 'AbandonedCheckoutLineItem', size: 50, fields: 'id quantity' } },
};

export const draftOrders: RootList = {
  name: 'draftOrders',
  type: 'DraftOrder',
  sortKey: 'UPDATED_AT',
  fields: `id name status createdAt updatedAt invoiceSentAt completedAt ${person} totalPriceSet ${money} order { id }`,
  connections: {},
};
