# file
file-not-json = The file is not valid JSON at line { $line }, column { $column }: { $detail }
file-not-object = The file holds no JSON object: a storyboard starts with { "{" } and names "shotloom": 1
file-no-version = The file has no "shotloom" key: add "shotloom": 1
file-version = The file says "shotloom": { $found }, and this Shotloom reads version 1
file-unknown-key = The key "{ $key }" is not known: remove it or correct its spelling
file-wrong-type = "{ $key }" is { $found }: it must be { $wanted ->
    [flag] true or false
    [number] a whole number
    [list] a list
    [object] an object
   *[text] text
}
file-not-whole = "{ $key }" is { $found }: use a whole number of 0 or more
file-unknown-word = "{ $key }" is "{ $found }", which is not known: use one of { $known }
file-missing = There is no file at { $path }
file-not-regular = { $path } is not a regular file: choose a storyboard file
file-unreadable = The file cannot be read ({ $detail }): { $path }
file-too-large = The file is { $bytes } bytes long, too long for a storyboard: { $path }
file-not-text = The file is not UTF-8 text: save it as UTF-8. { $path }
