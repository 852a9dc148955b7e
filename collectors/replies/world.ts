import type { Replay } from './replay.ts';

const span = { start_date: '2024-01-02', end_date: '2024-01-03' };

export const worldReplays: Record<string, Replay> = {
  forex_ecb_rates: {
    params: { currencies: 'usd,cny', ...span },
    replies: [
      {
        at: 'data-api.ecb.europa.eu/service/data/EXR/D.USD+CNY.EUR.SP00.A',
        query: { format: 'csvdata', startPeriod: '2024-01-02', endPeriod: '2024-01-03' },
        body: 'KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,TITLE\r\nEXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2024-01-02,1.0956,A,"US dollar/Euro, ""reference"""\r\nEXR.D.CNY.EUR.SP00.A,D,CNY,EUR,SP00,A,2024-01-03,NaN,H,Yuan\r\n',
      },
    ],
    rows: [
      { date: '2024-01-02', currency: 'USD', per: 'EUR', rate: 1.0956 },
      { date: '2024-01-03', currency: 'CNY', per: 'EUR', rate: null },
    ],
  },
  forex_frankfurter: {
    params: { base: 'eur', currencies: 'USD,CNY', ...span },
    replies: [
      {
        at: 'api.frankfurter.dev/v1/2024-01-02..2024-01-03',
        query: { base: 'EUR', symbols: 'USD,CNY' },
        body: {
          amount: 1,
          base: 'EUR',
          start_date: '2024-01-02',
          end_date: '2024-01-03',
          rates: { '2024-01-02': { CNY: 7.8264, USD: 1.0956 }, '2024-01-03': { CNY: 7.8057 } },
        },
      },
    ],
    rows: [
      { date: '2024-01-02', base: 'EUR', currency: 'CNY', rate: 7.8264 },
      { date: '2024-01-02', base: 'EUR', currency: 'USD', rate: 1.0956 },
      { date: '2024-01-03', base: 'EUR', currency: 'CNY', rate: 7.8057 },
    ],
  },
  rate_fred: {
    params: { series: 'DGS10', start_date: '2024-01-01', end_date: '2024-01-02' },
    replies: [
      {
        at: 'fred.stlouisfed.org/graph/fredgraph.csv',
        query: { id: 'DGS10', cosd: '2024-01-01', coed: '2024-01-02' },
        body: 'observation_date,DGS10\n2024-01-01,.\n2024-01-02,3.95\n',
      },
    ],
    rows: [
      { series: 'DGS10', date: '2024-01-01', value: null },
      { series: 'DGS10', date: '2024-01-02', value: 3.95 },
    ],
  },
  rate_sofr: {
    params: span,
    replies: [
      {
        at: 'markets.newyorkfed.org/api/rates/secured/sofr/search.json',
        query: { startDate: '2024-01-02', endDate: '2024-01-03' },
        body: {
          refRates: [
            {
              effectiveDate: '2024-01-03',
              type: 'SOFR',
              percentRate: 5.39,
              percentPercentile1: 5.3,
              percentPercentile25: 5.35,
              percentPercentile75: 5.43,
              percentPercentile99: 5.5,
              volumeInBillions: 1733,
              revisionIndicator: '',
            },
          ],
        },
      },
    ],
    rows: [
      {
        date: '2024-01-03',
        type: 'SOFR',
        rate: 5.39,
        percentile_1: 5.3,
        percentile_25: 5.35,
        percentile_75: 5.43,
        percentile_99: 5.5,
        volume_billions: 1733,
      },
    ],
  },
  bond_us_average_rates: {
    params: { start_date: '2024-01-01' },
    replies: ['3.192', 'null'].map((rate, at) => ({
      at: 'api.fiscaldata.treasury.gov/services/api/fiscal_service/v2/accounting/od/avg_interest_rates',
      query: { filter: 'record_date:gte:2024-01-01', 'page[number]': String(at + 1), 'page[size]': '1000' },
      body: {
        data: [
          {
            record_date: `2024-0${at + 1}-31`.replace('02-31', '02-29'),
            security_type_desc: 'Marketable',
            security_desc: 'Treasury Bills',
            avg_interest_rate_amt: rate,
          },
        ],
        meta: { count: 1, 'total-count': 2, 'total-pages': 2 },
        links: { self: '&page%5Bnumber%5D=1&page%5Bsize%5D=1', next: null },
      },
    })),
    rows: [
      { date: '2024-01-31', security_type: 'Marketable', security: 'Treasury Bills', average_rate: 3.192 },
      { date: '2024-02-29', security_type: 'Marketable', security: 'Treasury Bills', average_rate: null },
    ],
  },
  bond_us_yield_curve: {
    params: { start_year: 2024, end_year: 2024 },
    replies: [
      {
        at: 'home.treasury.gov/resource-center/data-chart-center/interest-rates/daily-treasury-rates.csv/2024/all',
        query: { type: 'daily_treasury_yield_curve', field_tdr_date_value: '2024', _format: 'csv' },
        body: 'Date,"1 Mo","1.5 Month","10 Yr"\n01/03/2024,5.54,,3.91\n01/02/2024,5.55,,3.95\n',
      },
    ],
    rows: [
      { date: '2024-01-03', maturity: '1 Mo', yield: 5.54 },
      { date: '2024-01-03', maturity: '1.5 Month', yield: null },
      { date: '2024-01-03', maturity: '10 Yr', yield: 3.91 },
      { date: '2024-01-02', maturity: '1 Mo', yield: 5.55 },
      { date: '2024-01-02', maturity: '1.5 Month', yield: null },
      { date: '2024-01-02', maturity: '10 Yr', yield: 3.95 },
    ],
  },
  macro_world_bank: {
    params: { countries: 'CHN,WLD', start_year: 2022, end_year: 2023 },
    replies: [1, 2].map((page) => ({
      at: 'api.worldbank.org/v2/country/CHN;WLD/indicator/NY.GDP.MKTP.CD',
      query: { format: 'json', date: '2022:2023', per_page: '1000', page: String(page) },
      body: [
        { page, pages: 2, per_page: 1000, total: 2, sourceid: '2', lastupdated: '2024-06-28' },
        [
          {
            indicator: { id: 'NY.GDP.MKTP.CD', value: 'GDP (current US$)' },
            country: page === 1 ? { id: 'CN', value: 'China' } : { id: '1W', value: 'World' },
            countryiso3code: page === 1 ? 'CHN' : '',
            date: '2023',
            value: page === 1 ? 17794782058106.8 : null,
            unit: '',
            obs_status: '',
            decimal: 0,
          },
        ],
      ],
    })),
    rows: [
      ['CHN', 'China', 17794782058106.8],
      ['1W', 'World', null],
    ].map(([code, country, value]) => ({
      country_code: code,
      country,
      indicator: 'NY.GDP.MKTP.CD',
      indicator_name: 'GDP (current US$)',
      period: '2023',
      value,
    })),
  },
  macro_imf: {
    params: { indicators: 'NGDP_RPCH', countries: 'chn,usa' },
    replies: [
      {
        at: 'www.imf.org/external/datamapper/api/v1/NGDP_RPCH/CHN/USA',
        body: {
          values: { NGDP_RPCH: { CHN: { '2023': 5.2, '2024': 4.6 }, USA: { '2023': 2.5 } } },
          api: { version: '1', 'output-method': 'json' },
        },
      },
    ],
    rows: [
      { indicator: 'NGDP_RPCH', country: 'CHN', year: 2023, value: 5.2 },
      { indicator: 'NGDP_RPCH', country: 'CHN', year: 2024, value: 4.6 },
      { indicator: 'NGDP_RPCH', country: 'USA', year: 2023, value: 2.5 },
    ],
  },
  macro_eurostat: {
    params: { filters: 'geo=DE&geo=FR&sinceTimePeriod=2024-01' },
    replies: [
      {
        at: 'ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/prc_hicp_manr',
        query: { format: 'JSON', lang: 'EN', sinceTimePeriod: '2024-01' },
        body: {
          version: '2.0',
          class: 'dataset',
          label: 'HICP - monthly data (annual rate of change)',
          source: 'ESTAT',
          updated: '2024-03-18T11:00:00+0100',
          value: { '0': 3.1, '1': 2.7, '3': 3.2 },
          id: ['freq', 'geo', 'time'],
          size: [1, 2, 2],
          dimension: {
            freq: { label: 'Time frequency', category: { index: { M: 0 }, label: { M: 'Monthly' } } },
            geo: {
              label: 'Geo',
              category: { index: { FR: 1, DE: 0 }, label: { DE: 'Germany', FR: 'France' } },
            },
            time: { label: 'Time', category: { index: { '2024-01': 0, '2024-02': 1 }, label: {} } },
          },
        },
      },
    ],
    rows: [
      ['DE', '2024-01', 3.1],
      ['DE', '2024-02', 2.7],
      ['FR', '2024-02', 3.2],
    ].map(([geo, period, value]) => ({
      dataset: 'prc_hicp_manr',
      series: `M.${geo}`,
      geo,
      period,
      value,
      dimensions: { freq: 'M', geo: geo as string },
    })),
  },
  calendar_public_holidays: {
    params: { countries: 'de', year: 2024 },
    replies: [
      {
        at: 'date.nager.at/api/v3/PublicHolidays/2024/DE',
        body: [
          {
            date: '2024-01-06',
            localName: 'Heilige Drei Könige',
            name: 'Epiphany',
            countryCode: 'DE',
            fixed: true,
            global: false,
            counties: ['DE-BW', 'DE-BY', 'DE-ST'],
            launchYear: 1967,
            types: ['Public'],
          },
        ],
      },
    ],
    rows: [
      {
        country: 'DE',
        date: '2024-01-06',
        name: 'Epiphany',
        local_name: 'Heilige Drei Könige',
        nationwide: false,
        regions: ['DE-BW', 'DE-BY', 'DE-ST'],
        types: ['Public'],
      },
    ],
  },
};
