/** The money of a shop, its channel, and whether the credentials are believed at all. */
export const shopQuery = `{
  activeChannel { code }
  globalSettings { serverConfig { moneyStrategyPrecision } }
}`;

export const collectionsQuery = `query Collections($options: CollectionListOptions) {
  collections(options: $options) { items { id updatedAt name parent { id name } } }
}`;

export const productsQuery = `query Products($options: ProductListOptions) {
  products(options: $options) {
    items {
      id createdAt updatedAt name slug enabled
      collections { id name }
      variants { id updatedAt sku name price currencyCode enabled }
    }
  }
}`;

export const customersQuery = `query Customers($options: CustomerListOptions) {
  customers(options: $options) {
    items {
      id createdAt updatedAt firstName lastName phoneNumber emailAddress
      addresses { city province country { code } defaultShippingAddress defaultBillingAddress }
    }
  }
}`;

/** An order's history says when it was cancelled, paid, shipped and delivered. */
export const ordersQuery = `query Orders($options: OrderListOptions) {
  orders(options: $options) {
    items {
      id code type active state createdAt updatedAt orderPlacedAt currencyCode couponCodes totalQuantity
      total totalWithTax shipping shippingWithTax
      customer { id }
      surcharges { id price priceWithTax }
      discounts { adjustmentSource amount }
      promotions { id couponCode }
      lines {
        id quantity orderPlacedQuantity unitPrice proratedUnitPrice proratedUnitPriceWithTax
        proratedLinePrice proratedLinePriceWithTax
        productVariant { id name product { id } }
      }
      payments {
        id createdAt method amount state
        refunds {
          id createdAt state total shipping reason
          lines { orderLineId quantity }
        }
      }
      fulfillments { id createdAt updatedAt state method lines { orderLineId quantity } }
      history(options: { take: 500, filter: { type: { in: [
        "ORDER_STATE_TRANSITION", "ORDER_PAYMENT_TRANSITION", "ORDER_FULFILLMENT_TRANSITION"
      ] } }, sort: { createdAt: ASC } }) { items { type createdAt data } }
    }
  }
}`;
