//! Every code there is: its name, how grave it is, and what mends it.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Said, and read on: the spec holds what was meant.
    Warning,
    /// Nothing is written while one stands.
    Error,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $help:literal;)*) => {
        /// What a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($variant),* }

        impl Code {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// What a writer of the page, or of an override, can do.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),* }
            }
        }
    };
}

codes! {
    NotUtf8 "not-utf8" Error "save the page as UTF-8";
    NotAPage "not-a-page" Error "a page holds a table headed `请求参数 | 类型 | 描述` and one headed `返回字典 | 类型 | 描述`";
    TableWithoutMarker "table-without-marker" Error "put `{.im-table #request}` or `{.im-table #response}` on a line of its own below the table, a blank line between them";
    RowsCutOff "rows-cut-off" Error "a table is a head row, a line of dashes for each of its columns, and rows with nothing between them: no blank line, list item, quote, heading, tag or code";
    MissingTable "missing-table" Error "each operation has one request table and one response table";
    DuplicateTable "duplicate-table" Error "keep one request table and one response table for each operation";
    RowsCommented "rows-commented" Warning "if the rows still hold, take them out of the comment; if not, delete them";
    UnknownHeader "unknown-header" Error "a request table is headed `请求参数`, a response table `返回字典`, that of a notification `应答规范`";
    UnknownColumns "unknown-columns" Error "the columns of a table are `请求参数 | 类型 | 描述`, `返回字典 | 类型 | 描述` or `应答规范 | 类型 | 描述`; whatever else its rows hold is not read";
    MissingAnchor "missing-anchor" Error "end the operation's heading in `{#get}`, `{#post}`, `{#put}`, `{#patch}` or `{#delete}`";
    DuplicateAnchor "duplicate-anchor" Error "describe each method once on a page";

    ForeignTable "foreign-table" Warning "a table that explains belongs outside of the operations; one of fields is headed `请求参数` or `返回字典` and has its marker";
    IncludeUnread "include-unread" Error "put the rows of the included file into the page";
    BadFrontMatter "bad-front-matter" Error "the front matter holds plain scalars, each on its line";
    MissingTitle "missing-title" Warning "the title stands in the heading, or as `title:` in the front matter";

    EmptyName "empty-name" Error "a row is `| name {attributes} | type | description`";
    BadName "bad-name" Error "a name on the wire is made of letters, digits, `_`, `-` and `.`";
    BlankInName "blank-in-name" Warning "the name is read without the blank; mend the page";
    MissingCell "missing-cell" Error "a row has three cells: `| name | type | description`";
    UnescapedPipe "unescaped-pipe" Warning "write `\\|` for a bar inside of a cell";
    UnknownType "unknown-type" Error "types are `string`, `integer`, `number`, `boolean`, `object`, and each with `[]` behind it";
    UnknownAttribute "unknown-attribute" Error "if the documentation has grown an attribute, teach the reader what it means";
    BadAttribute "bad-attribute" Error "attributes are `{flag key=value key=\"value\" .class #id}`";
    UnknownRow "unknown-row" Error "a row with a single cell is a separator, an empty answer or a stream";
    IndentJump "indent-jump" Error "`data-indent` grows by one from a row to its first child";
    ChildOfScalar "child-of-scalar" Error "only objects have children; content of a string stands behind a `{colspan=3 .im-table-line}` row";
    DuplicateField "duplicate-field" Error "names are unique among the children of one field, unless separators mark them as alternatives, all `object` or all `object[]`";
    AlternativesDiffer "alternatives-differ" Warning "all alternatives of a field are required, or none is; values belong to their members";
    EnumUnread "enum-unread" Warning "an enum is `` `A` \\| `B` 枚举值之一`` at the end of the description";
    EnumGone "enum-gone" Warning "where the values still hold, an override sets them; it is said once, while the committed spec still has them";
    DuplicateValue "duplicate-value" Warning "the value is kept once";
    MixedKeys "mixed-keys" Error "what WeChat Pay encrypts for the merchant stands in answers, what the merchant encrypts in requests";

    SampleMissing "sample-missing" Error "method and URL are read from the PHP sample `$instance->chain('v3/…')->post([…])`";
    SampleSyntax "sample-syntax" Error "the sample is a chain on `$instance` that ends in a method called with one array literal";
    SampleDisagrees "sample-disagrees" Error "all samples of an operation name the same method, URL and arguments";
    SampleKeyUnknown "sample-key-unknown" Warning "the sample passes a key for which the table has no row";
    BadUrl "bad-url" Error "a URL is a `/` and words or `{placeholders}` between slashes";
    UrlFileDisagrees "url-file-disagrees" Warning "the file of an operation is named after its URL";
    AnchorDisagrees "anchor-disagrees" Error "the anchor of the heading is the method of the samples";

    UnknownPart "unknown-part" Error "rows without indent are `json`, `query`, `headers`, `body`, `base_uri` and the placeholders of the URL";
    TwoBodies "two-bodies" Error "a request has at most one of `json` and `body`";
    PlaceholderUndocumented "placeholder-undocumented" Error "give each `{placeholder}` of the URL a row without indent";
    PlaceholderMisplaced "placeholder-misplaced" Warning "it is read as what it is; the page should give it a row without indent";
    NotAWord "not-a-word" Error "a placeholder and a header hold one word: `string`, `integer`, `number` or `boolean`; a query holds words, lists of them, and JSON in a string";
    BaseWithoutUrl "base-without-url" Error "the description of `base_uri` names the host in backticks";
    BadBase "bad-base" Error "a base is one `https://` URL of a host below `weixin.qq.com` or `wechatpay.cn`, without user, port or query";
    BaseDisagrees "base-disagrees" Error "the row `base_uri` and all samples name the same URL, or none of them names one";
    BadLink "bad-link" Error "link the official page by its `https://` URL";
    UnseenCharacter "unseen-character" Error "write the text anew without the character; it would go into the documentation of the client, or on the wire";
    SupersededByNothing "superseded-by-nothing" Error "link a page of the documentation that is there; if this one has only gone astray, accept it in `spec/allow.toml`";
    UnknownClass "unknown-class" Warning "if the class says something about the operation, teach the reader what";
    ClassUnread "class-unread" Error "a class stands in braces at the end of the line that opens a note: `::: danger {.im-deprecated}`";
    SupersededWithoutLink "superseded-without-link" Error "link the newer operation: `[…](/openapi/v3/…)`";

    StatusUnread "status-unread" Warning "where it holds, open a note with `::: danger {.im-deprecated}`, or with `::: warning {.im-redesigned}` and a link to the newer operation; a notification has no status";
    TagInTitle "tag-in-title" Warning "a title is plain words; what a badge says of an operation, a note with a class says";

    FlagsUnknown "flags-unknown" Warning "a copy of a rendered page does not say what is required; the client treats it all as optional";
    RowUnreadable "row-unreadable" Error "the columns name, type and description of a copied row have run together and cannot be told apart";
    NestingUnknown "nesting-unknown" Error "a copied page does not say what is nested in what; take the page's source";

    DuplicateOperation "duplicate-operation" Error "one method on one URL is described on one page";
    DuplicateWebhook "duplicate-webhook" Error "one event type is described on one page";
    EventUnnamed "event-unnamed" Error "the row `event_type` gives the event type as its only enum value";
    EventFileDisagrees "event-file-disagrees" Error "the file of a notification is named after its event type";
    FrameDiffers "frame-differs" Warning "the spec does not keep what all notifications share; if it has changed, teach the reader and the client";
    NoResource "no-resource" Error "the plain text of a notification stands below its `ciphertext`, behind a separator";
    MovedWithoutTarget "moved-without-target" Error "a page that has moved says `title: Moved to /openapi/…`, and in its `head` a refresh with `content: 0;url=/openapi/…`";
}
