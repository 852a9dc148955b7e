import type { GrammarTable } from './operations.ts';

const time = ['date', 'time', 'year'];

/** English grammar words and what they ask for. */
export const englishGrammar: GrammarTable = [
  [
    "what is|what are|what was|what were|what's|what|list|list out|show|show me|display|give|give me|find|find out|find me|return|tell me|tell|get|get me|fetch|select|report|provide|present|compute|calculate|determine|identify|retrieve|state|enumerate|print|output|please|can you|could you|would you|i want|i want to know|i want to see|i need|i'd like|let me know|how about|what about|and what about|make it|same for|describe|compare|the distribution of|distribution of|what do|what does|what did|list down|give a list of|a list of|the list of|list of|show all|display all|showing|displaying|listing",
    { op: 'ask' },
  ],
  ['which|which of', { op: 'ask' }],
  ['who|whom|who is|who are|who was', { op: 'who' }],
  ['when|when is|when was|when were|when did', { op: 'when' }],
  [
    'where|where is|where are|in which|on which|for which|to which|from which|of which|at which',
    { op: 'relative' },
  ],
  [
    "that same year|that year|that month|that day|that period|those years|his or her|her or his|his or her own|he or she|she or he|him or her|of origin|at this moment|at the moment|right now|temporarily|currently|presently|of each other|his/her|he / she|his / her|in the system|in the world|on record|in our records|respectively|more than once in total|inclusive of start and end dates|inclusive of both dates|both dates inclusive|inclusive of today|inclusive of today's date|inclusive of the start and end dates|inclusive|he/she|instead|rather|too|a|an|the|all|all the|all of the|all of|there|is there|are there|is|are|was|were|be|been|being|do|does|did|has been|have been|had been|will|can|could|would|should|may|might|to|in|on|at|from|with respect to|as|as well|so|just|ever|currently|also|along with|together with|as well as|their|his|her|its|our|my|his or her|his/her|it|they|them|we|us|you|i|he|she|this|these|those|such|some|given|respective|corresponding|respectively|possible|existing|available|different types of|us the|us all|one|ones|entire|whole|overall|us a|do we have|are there in total|in total|in all|altogether|exactly|only those|then|now|the one|itself|themselves|people|person|everybody|everyone|anyone|himself|anywhere|actual|actually|various|about|across|among|amongst|within|out|up|over all|here|database|in the database|in database|in our database|record|records|information|info|value|values|data|table|in the table|list both|both of|same|own one|thing|things|details of|regarding|related|associated|linked|belonging|corresponding to|correspond to|corresponds to|associated with|related to|affiliated with|belong to|belongs to|belonging to|are part of|part of|is part of|respectively,",
    { op: 'filler' },
  ],
  [
    'have|has|had|having|with|that have|that has|who have|who has|which have|which has|which had|that had|who had|containing at least|that contain|own|owns|owned by|owning',
    { op: 'with' },
  ],
  [
    'paid for|has paid|have paid|released|printed|create|creates|carried out|carry out|administered|executed|undertaken|undergone|made|make|makes|took|take|takes|held|hold|holds|happened|happen|happens|occurred|occur|occurs|used|use|uses|using|offer|offers|offered|provide|provides|provided|serve|serves|served|live|lives|lived|living|reside|resides|residing|work|works|worked|working|come|comes|came|coming|get|gets|got|belong|belongs|include|includes|including|included|performed|perform|performing|participated|participate|participating|attended|attend|attending|appear|appears|appeared|play|plays|played|playing|run|runs|ran|located|situated|based|found|exist|exists|listed|recorded|placed|place|received|receive|receives|given|gave|gone through|went through|go through|done|did|go|goes|went|fly|flies|carry|carries|carried|show|shows|showed|shown|stored|kept|keep|produced|produce|operated|operate|operating|owned|associated|involved|involving|assigned|completed|issued|submitted|applied|apply|generated|generate|obtained|obtain|enrolled in|registered in|employed|employs|employ|visit|visited|visits|achieved|earned|earn|earns|hosted|host|hosts|led|lead|leads|taking place|take place|took place|available in|being used|is used|are used|born|operates|handled|handle|handles|processed|set|supplied by|supplies|supplied|supply|managed|placed by|made by|taught|teach|teaches|teaching|studied|study|studies|presented|published|declared|gotten|getting|conducted|created|spent|waiting|joined together|operating in|staying|stay|stayed|inhabit|inhabiting',
    { op: 'verb' },
  ],
  ['of|for|belonging to|of all|for all|of the|for the', { op: 'of' }],
  [
    'how many|how many times|the number of|number of|numbers of|total number of|the total number of|count of|the count of|count the number of|count|count how many|amount of times|how many of|the amount of|counts|total count of|number|the numbers of|no. of|quantity of',
    { op: 'count' },
  ],
  ['how much', { op: 'how_much' }],
  [
    'different|distinct|unique|the distinct list of|distinct list of|unique list of|the unique list of|distinct types of|various',
    { op: 'distinct' },
  ],
  [
    'each|every|per|for each|for every|in each|of each|by each|from each|at each|on each|each of the|each of|for each of the|in every|grouped by|group by|group them by|broken down by|split by|break down by|breakdown by|each individual|for each individual',
    { op: 'each' },
  ],
  ['by', { op: 'by' }],
  [
    'ordered by|sorted by|order by|sort by|in order of|ordered according to|arranged by|ranked by|rank by|sorted in order of|ordered in|sort them by|order them by|sorted according to|order the results by|sort the results by|order results by|in the order of|order it by|sorted|ordered|arranged|sort|sort the|sort them|listed by|rank them by|arranged in order of',
    { op: 'order' },
  ],
  [
    'in descending order of|descending order of|in the descending order of|in decreasing order of|from highest to lowest by',
    { op: 'direction', direction: 'desc' },
  ],
  [
    'in ascending order of|ascending order of|in the ascending order of|in increasing order of|in alphabetical order of|in the alphabetical order of',
    { op: 'direction', direction: 'asc' },
  ],
  [
    'descending|in descending order|descending order|desc|in decreasing order|decreasing|from highest to lowest|highest to lowest|from high to low|high to low|from the oldest to the youngest|from oldest to youngest|highest first|largest first|from largest to smallest|from most to least|most to least|from the most to the least|in reverse alphabetical order|reverse alphabetical order|in reversed lexicographical order|in reverse lexicographical order|in reverse order|from the highest to the lowest|newest first|latest first|most recent first|biggest first|from newest to oldest|from latest to earliest|most first|starting from the top|from greatest to least',
    { op: 'direction', direction: 'desc' },
  ],
  [
    'ascending|in ascending order|ascending order|asc|in increasing order|increasing|from lowest to highest|lowest to highest|from low to high|low to high|from the youngest to the oldest|from youngest to oldest|lowest first|smallest first|from smallest to largest|in alphabetical order|alphabetical order|alphabetically|in alphabetic order|in lexicographical order|in lexical order|in lexicographic order|from least to most|from the lowest to the highest|oldest first|earliest first|from earliest to latest|from oldest to newest|chronologically|in chronological order|from a to z|from least to greatest',
    { op: 'direction', direction: 'asc' },
  ],
  [
    'total|sum|sum of|total of|the sum of|sum up|overall total|combined|total amount of|the total of|summed',
    { op: 'aggregate', aggregate: 'sum' },
  ],
  ['average|avg|mean|on average|average of|the average of|mean of', { op: 'aggregate', aggregate: 'avg' }],
  ['maximum|max|maximum of|maximal', { op: 'aggregate', aggregate: 'max' }],
  ['minimum|min|minimum of|minimal', { op: 'aggregate', aggregate: 'min' }],
  [
    'highest|largest|biggest|greatest|maximum number of|top-most',
    { op: 'superlative', direction: 'desc', of: [] },
  ],
  ['lowest|smallest|minimum number of|least amount of', { op: 'superlative', direction: 'asc', of: [] }],
  [
    'oldest|eldest|most senior',
    { op: 'superlative', direction: 'desc', of: ['age'], inverse: ['birthday', 'year', 'date', 'founded'] },
  ],
  ['youngest', { op: 'superlative', direction: 'asc', of: ['age'], inverse: ['birthday'] }],
  ['newest|latest|most recent|most recently|last', { op: 'superlative', direction: 'desc', of: time }],
  ['earliest|first ever|very first', { op: 'superlative', direction: 'asc', of: time }],
  ['longest', { op: 'superlative', direction: 'desc', of: ['length', 'duration', 'runtime', 'distance'] }],
  ['shortest', { op: 'superlative', direction: 'asc', of: ['length', 'duration', 'height', 'distance'] }],
  ['tallest', { op: 'superlative', direction: 'desc', of: ['height'] }],
  ['heaviest', { op: 'superlative', direction: 'desc', of: ['weight'] }],
  ['lightest', { op: 'superlative', direction: 'asc', of: ['weight'] }],
  ['fastest', { op: 'superlative', direction: 'desc', of: ['speed'] }],
  ['slowest', { op: 'superlative', direction: 'asc', of: ['speed'] }],
  [
    'most expensive|priciest|costliest',
    { op: 'superlative', direction: 'desc', of: ['price', 'cost', 'amount'] },
  ],
  ['cheapest|least expensive', { op: 'superlative', direction: 'asc', of: ['price', 'cost', 'amount'] }],
  ['richest|wealthiest', { op: 'superlative', direction: 'desc', of: ['wealth', 'money', 'income'] }],
  ['most populous|most populated', { op: 'superlative', direction: 'desc', of: ['population'] }],
  ['best paid|highest paid', { op: 'superlative', direction: 'desc', of: ['salary'] }],
  ['best rated|highest rated|top rated', { op: 'superlative', direction: 'desc', of: ['rating', 'score'] }],
  ['lowest rated|worst rated', { op: 'superlative', direction: 'asc', of: ['rating', 'score'] }],
  [
    'most|the most|most number of|the most number of|largest number of|highest number of|greatest number of|the largest number of|the highest number of|the greatest number of|most of|the most of|the biggest number of|most times|largest amount of|highest amount of|most popular|most common|most frequent|most frequently|most commonly|the most popular|the most common|maximum amount of',
    { op: 'most', direction: 'desc' },
  ],
  [
    'fewest|least|the fewest|the least|fewest number of|least number of|the least number of|the fewest number of|smallest number of|lowest number of|the smallest number of|the lowest number of|least common|least popular|rarest|least frequent|smallest amount of',
    { op: 'most', direction: 'asc' },
  ],
  ['top|best|first', { op: 'top', direction: 'desc' }],
  ['bottom|worst', { op: 'top', direction: 'asc' }],
  [
    'later than|more recent than|more than|greater than|higher than|larger than|bigger than|above|over|exceeding|exceeds|exceed|exceeded|longer than|more expensive than|heavier than|taller than|beyond|in excess of|is more than|is greater than|strictly more than',
    { op: 'compare', operator: '>' },
  ],
  [
    'earlier than|less than|fewer than|lower than|smaller than|below|under|shorter than|cheaper than|lighter than|is less than',
    { op: 'compare', operator: '<' },
  ],
  ['older than', { op: 'compare', operator: '>', of: ['age'], inverse: ['birthday'] }],
  ['younger than', { op: 'compare', operator: '<', of: ['age'], inverse: ['birthday'] }],
  [
    'at least|no less than|no fewer than|not less than|minimum of|a minimum of|greater than or equal to|more than or equal to|higher than or equal to',
    { op: 'compare', operator: '>=' },
  ],
  [
    'at most|no more than|not more than|up to|maximum of|a maximum of|less than or equal to|no greater than|not exceeding|lower than or equal to',
    { op: 'compare', operator: '<=' },
  ],
  ['equal to|equals|equal|exactly|is exactly|that is equal to', { op: 'compare', operator: '=' }],
  ['not equal to|other than|different from|not equal', { op: 'compare', operator: '<>' }],
  [
    'or more|or above|or higher|or greater|or over|and above|and over|or older',
    { op: 'suffix_compare', operator: '>=' },
  ],
  [
    'or less|or fewer|or below|or lower|or under|and below|or younger',
    { op: 'suffix_compare', operator: '<=' },
  ],
  ['between|ranging from|in the range of', { op: 'between' }],
  [
    "is not|are not|not|don't|doesn't|didn't|do not|does not|did not|have not|has not|had not|haven't|hasn't|isn't|aren't|wasn't|weren't|never|have never|has never|were not|was not|not in|not been|have not been|has not been|not having|cannot|never been|have never been|has never been",
    { op: 'not' },
  ],
  [
    "out of|are out of|is out of|that are out of|ran out of|run out of|without|without any|with no|that have no|who have no|which have no|have no|has no|having no|do not have any|do not have|does not have any|does not have|did not have any|did not have|don't have any|don't have|doesn't have|that lack|lack|lacking|no|has not any|had no",
    { op: 'without' },
  ],
  ['except|excluding|except for|apart from|but not|exclude', { op: 'except' }],
  ['any|at all|any of|any of the', { op: 'any' }],
  ['and|&|vs|vs.|versus|but', { op: 'and' }],
  ['or|either', { op: 'or' }],
  [',|;', { op: 'comma' }],
  ['both', { op: 'both' }],
  [
    'that|which are|that are|who are|which is|that is|who is|that were|who were|who was|that was|which were|and which',
    { op: 'relative' },
  ],
  ['whose', { op: 'whose' }],
  [
    'percentage of|percent of|the percentage of|the share of|share of|proportion of|the proportion of|fraction of|percentage|proportion|what percentage of|what percent of|what proportion of|what share of',
    { op: 'share' },
  ],
  ['ratio of|the ratio of|ratio', { op: 'ratio' }],
  [
    'the average|average|the mean|than average|the overall average|than the average',
    { op: 'aggregate', aggregate: 'avg' },
  ],
  [
    'contain the word|contains the word|containing the word|contain the substring|contains the substring|containing the substring|contains the letter|containing the letter|contain the letter|containing|contains|contain|that contains|that contain|including the word|includes the word|with the word|has the substring|has the word|having the word|with the substring|has the substring the|has the letter|with the letter|have the substring|like|includes the substring|have the word',
    { op: 'like', where: 'contains' },
  ],
  [
    'start with|starts with|starting with|begin with|begins with|beginning with|that starts with|that start with|start with the letter|starts with the letter|starting with the letter|begin with the letter|begins with the letter|beginning with the letter|prefixed with|with the prefix|has the prefix',
    { op: 'like', where: 'starts' },
  ],
  [
    'end with|ends with|ending with|ending in|ends in|end in|that ends with|that end with|ends with the letter|ending with the letter|with the suffix',
    { op: 'like', where: 'ends' },
  ],
  [
    'is null|are null|is missing|are missing|is empty|is unknown|missing|null|not set|is not set|blank|is blank|has no value|unknown',
    { op: 'null', negated: false },
  ],
  ['is not null|not null|is set|is known|is not empty|not empty|not missing', { op: 'null', negated: true }],
  [
    'by month|monthly|per month|each month|every month|month by month|by months|for each month|in each month|over months|on a monthly basis',
    { op: 'grain', grain: 'month' },
  ],
  [
    'by day|daily|per day|each day|every day|day by day|by date|for each day|on each day|on a daily basis',
    { op: 'grain', grain: 'day' },
  ],
  [
    'by week|weekly|per week|each week|every week|week by week|for each week|on a weekly basis',
    { op: 'grain', grain: 'week' },
  ],
  [
    'by quarter|quarterly|per quarter|each quarter|every quarter|for each quarter',
    { op: 'grain', grain: 'quarter' },
  ],
  [
    'by year|yearly|per year|each year|every year|annually|annual|year by year|by years|for each year|in each year|over the years',
    { op: 'grain', grain: 'year' },
  ],
  ['by hour|hourly|per hour|each hour|every hour', { op: 'grain', grain: 'hour' }],
  [
    'by hour of day|by hour of the day|per hour of day|per hour of the day|by time of day|for each hour of the day',
    { op: 'grain', grain: 'hour_of_day' },
  ],
  [
    'by weekday|by day of week|by day of the week|per weekday|each weekday|for each day of the week',
    { op: 'grain', grain: 'weekday' },
  ],
  [
    'year over year|year-over-year|yoy|compared with the year before|compared to last year',
    { op: 'growth', against: 'year_before' },
  ],
  [
    'month over month|month-over-month|mom|compared with the previous month|growth rate|growth',
    { op: 'growth', against: 'previous' },
  ],
  [
    'combinations|combinations of|combination|combination of|pairs of|distinct combinations|distinct combinations of|different combinations of|unique combinations of',
    { op: 'combination' },
  ],
  [
    'on weekends|on the weekend|at the weekend|on a weekend|weekends|weekend|during weekends',
    { op: 'weekdays', days: [6, 7] },
  ],
  ['on weekdays|on working days|on workdays|during weekdays', { op: 'weekdays', days: [1, 2, 3, 4, 5] }],
  ['on monday|on mondays|mondays', { op: 'weekdays', days: [1] }],
  ['on tuesday|on tuesdays|tuesdays', { op: 'weekdays', days: [2] }],
  ['on wednesday|on wednesdays|wednesdays', { op: 'weekdays', days: [3] }],
  ['on thursday|on thursdays|thursdays', { op: 'weekdays', days: [4] }],
  ['on friday|on fridays|fridays', { op: 'weekdays', days: [5] }],
  ['on saturday|on saturdays|saturdays', { op: 'weekdays', days: [6] }],
  ['on sunday|on sundays|sundays', { op: 'weekdays', days: [7] }],
  ['only', { op: 'only' }],
  ['new|newly', { op: 'new' }],
  ['trend|trends|trend of|the trend of|trends in|trend over time|over time', { op: 'trend' }],
  ['which month|what month|in which month', { op: 'grain', grain: 'month' }],
  ['which quarter|what quarter|in which quarter', { op: 'grain', grain: 'quarter' }],
  ['which day|what day|on which day', { op: 'grain', grain: 'day' }],
  [
    'best selling|best-selling|bestselling|top selling|top-selling|sold the most|sells the most|sell the most|sold most|sold best|sells best',
    { op: 'best_selling' },
  ],
];
