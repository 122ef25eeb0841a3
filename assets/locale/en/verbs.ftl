# verbs
