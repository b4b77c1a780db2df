import type { Data, VendureShop } from './shop.ts';

/** Somebody who looks around in a shop, and may buy. */
export class Visitor {
  private token: string | undefined;

  constructor(private readonly shop: VendureShop) {}

  /** Puts something into the cart; returns the id of the order that it will be. */
  async fill(variantId: string, quantity: number): Promise<string> {
    const { addItemToOrder: cart } = await this.ask(
      `mutation ($variantId: ID!, $quantity: Int!) { addItemToOrder(productVariantId: $variantId, quantity: $quantity) {
        ... on Order { id } ... on ErrorResult { errorCode message } } }`,
      { variantId, quantity },
    );
    return String(cart!['id']);
  }

  async introduce(firstName: string, emailAddress: string): Promise<void> {
    await this.ask(
      `mutation ($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) {
        ... on ErrorResult { errorCode message } } }`,
      { input: { firstName, lastName: 'Rossi', emailAddress } },
    );
  }

  /** Goes as far as to the payment. */
  async checkOut(): Promise<void> {
    const address = {
      fullName: 'A Rossi',
      streetLine1: 'Via Roma 1',
      city: 'Torino',
      postalCode: '10100',
      countryCode: 'IT',
    };
    await this.ask(
      `mutation ($input: CreateAddressInput!) { setOrderShippingAddress(input: $input) {
        ... on ErrorResult { errorCode message } } }`,
      { input: address },
    );
    const { eligibleShippingMethods: methods } = await this.ask<{ eligibleShippingMethods: { id: string }[] }>(
      `{ eligibleShippingMethods { id } }`,
    );
    await this.ask(
      `mutation ($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) { ... on ErrorResult { errorCode message } } }`,
      { id: [methods[0]!.id] },
    );
    await this.ask(
      `mutation { transitionOrderToState(state: "ArrangingPayment") { ... on ErrorResult { errorCode message } } }`,
    );
  }

  async pay(): Promise<void> {
    await this.ask(
      `mutation { addPaymentToOrder(input: { method: "card", metadata: {} }) { ... on ErrorResult { errorCode message } } }`,
    );
  }

  /** Buys at once; returns the order's id. */
  async buy(variantId: string, quantity: number, [firstName, email]: [string, string]): Promise<string> {
    const id = await this.fill(variantId, quantity);
    await this.introduce(firstName, email);
    await this.checkOut();
    await this.pay();
    return id;
  }

  private async ask<Answer = Data>(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const { data, token } = await this.shop.ask<Answer>({ api: 'shop-api', query, variables, token: this.token });
    this.token = token ?? this.token;
    return data;
  }
}
