"""Equivalence classes of requests, and the search over them.

There are infinitely many requests, but two policies tell only finitely many apart. All checks rest
on that, and this is how it goes with two statements of which one is taken from the other:

    A   Allow   Action s3:Get*        Resource *
    B   Allow   Action s3:GetObject   Resource arn:aws:s3:::logs/*

A request has *dimensions*: an action, a resource, a principal, and each context key. In each of
them the policies ask predicates of a value, and the values for which the same predicates hold are
one *class* (an equivalence class). A predicate is then a *mask*, a bit for each class in which it
holds:

    actions     class 0   s3:GetObject              s3:GetObject            0b001
                class 1   what begins otherwise     s3:Get*                 0b101
                class 2   other s3:Get...
    resources   class 0   all but those below       arn:aws:s3:::logs/*     0b10
                class 1   what is below logs        *                       0b11

A statement covers a *region*: a mask in each dimension that it limits, and every combination of
what is in them. A mask that holds everything is left out, as that of A's resource is:

    A   {action: 0b101}
    B   {action: 0b001, resource: 0b10}

Regions that are taken away together are a *cover*. Here the cover is B alone. A request in A that
is not in B has another action, or the same action and another resource: two regions are left.

    {action: 0b100}                    other s3:Get..., whatever the resource
    {action: 0b001, resource: 0b01}    s3:GetObject, not below logs

If nothing is left, A allows nothing that B does not. That is a proof, for every request has a class
in every dimension. Here something is left, so an example is made of the first class in each one.

All that is exact, except for policy variables. Whether a value matches `${aws:username}` is open,
so there is a class for either *assumption*; `string_classes` and `policy_variables` tell the rest.

**Before any class is made.** There can be very many: `n` names with a star on either side can occur
together in 2^n ways. Hardly any question needs them. What is looked for is left of one statement
when others are taken away, and that is asked of each statement by itself, and of its *terms*, one
action pattern with one resource pattern, one by one:

    taken from   A   Allow   Action s3:Get*             Resource *
    are          B   Allow   Action s3:GetObject        Resource arn:aws:s3:::logs/*
                 C   Allow   Action s3:List*, s3:Get*   Resource *    if aws:SourceVpc is vpc-1

1.  A statement that stands in both documents is passed over, and so is a term that one of the
    others is plain to hold: patterns compared as texts, principals and conditions entry by entry.
    C would hold A, if it had no condition.
2.  A term has an *example*, a text with letters of its own where the pattern has its stars, here
    `s3:getexample` on any ARN. Of the others, those who hold the example are found, here C, and
    those who surely hold the whole term, here C as well.
3.  What is left to be decided is whom and when these few speak of, at this one example, by the
    regions above, with principals and context keys as the only dimensions. Here a request from
    anywhere but vpc-1 is left, so that is the counterexample. If nothing were left, it would be a
    proof for the whole term, since the same statements hold all of it.

Where those who hold an example hold more than the term, or less of it, the example may decide
nothing. A `?`, a negation or a variable can make that so. Only then are there classes of actions
and resources: of those in the terms that are undecided, over the statements that touch them, and
without what is covered anyway. Classes alone would give the same verdict.

Text to terms:       `selector_index`, `terms`, `texts`, `implication`
Text to classes:     `automata`, `string_classes`, `ordered_classes`, `principal_classes`,
                     `context_keys`; `classes` is what they share
Classes to regions:  `setting`, `request_space`, `regions`, `budget` (what keeps all this from
                     taking forever)
Regions to verdicts: `subtraction`, `comparison`, `examples`, `policy_variables`,
                     `variable_values`, `pattern_solutions`
Verdicts to slices:  `parts`, `slices`, `difference`
"""
