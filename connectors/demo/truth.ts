import { type Acquired, acquiredOf, acquisitionTotals, spendTotals } from './truth/marketing.ts';
import { leadTotals } from './truth/leads.ts';
import { Logistics } from './truth/logistics.ts';
import { Persons } from './truth/persons.ts';
import { seeParcels } from './truth/promises/logistics.ts';
import { seeQuoteRequest, seeSurvey, seeTicket } from './truth/promises/service.ts';
import { Tally } from './truth/promises/tally.ts';
import { Sales } from './truth/sales.ts';
import { ServiceTotals } from './truth/service.ts';
import { Shopping } from './truth/shopping.ts';
import { cartsOf } from './world/carts.ts';
import { lifeOf } from './world/life.ts';
import * as plan from './world/plan.ts';
import { quoteRequestsOf } from './world/quotes.ts';
import { shopEventsOf } from './world/shop-events.ts';
import { surveysOf } from './world/surveys.ts';
import { ticketsOf } from './world/tickets.ts';
import { visitsOf } from './world/visits.ts';
import { type Settings, worldOf } from './world/world.ts';

/**
 * What is true of the demo business: the planted parameters, and totals added up from what was drawn, with neither payloads
 * nor SQL in between. For tests: what the product finds out from the records has to be this.
 */
export function truthOf(settings: Settings) {
  const world = worldOf(settings);
  const sales = new Sales();
  const persons = new Persons();
  const logistics = new Logistics(world.strikeMonth);
  const service = new ServiceTotals(world.span);
  const shopping = new Shopping(world.span.end);
  const tally = new Tally(world.span);
  const acquired: Acquired[] = [];
  for (let index = 0; index < settings.customers; index++) {
    const life = lifeOf(world, index);
    const { person, orders } = life;
    const tickets = ticketsOf(world, person, orders);
    const surveys = surveysOf(world, person, orders, tickets);
    const requests = quoteRequestsOf(world, person, orders);
    persons.see(life, requests);
    shopping.see(orders, cartsOf(world, person, orders), shopEventsOf(world, person, orders));
    for (const order of orders) sales.see(order);
    for (const order of orders) logistics.see(order, surveys);
    for (const order of orders) seeParcels(tally, order);
    for (const ticket of tickets) seeTicket(tally, ticket);
    for (const request of requests) seeQuoteRequest(tally, request);
    for (const survey of surveys) seeSurvey(tally, survey);
    for (const ticket of tickets) service.ticket(ticket);
    for (const request of requests) service.request(request);
    for (const survey of surveys) service.survey(survey);
    const buyer = acquiredOf(life, visitsOf(world, person, orders));
    if (buyer) acquired.push(buyer);
  }
  persons.resolve();
  const carts = shopping.totals(persons, tally);
  return {
    plan,
    span: world.span,
    strikeMonth: world.strikeMonth,
    people: { ...persons.counts(), buyers: acquired.length },
    sales: sales.totals(),
    logistics: logistics.totals(),
    service: service.totals(),
    carts,
    promises: tally.totals(),
    acquired,
    acquisition: acquisitionTotals(acquired),
    spend: spendTotals(world),
    leads: leadTotals(world),
  };
}
