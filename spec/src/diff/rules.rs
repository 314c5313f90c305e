//! What kinds of change there are, and how much each asks of a caller: the one table of it.

use serde::Serialize;

/// How much a change asks of a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The generated documentation changes, and nothing else.
    DocsOnly,
    /// There is something new, or something behaves differently; what was written for the old version still compiles.
    Compatible,
    /// Code written for the old version does not compile any more, or is not understood on the wire.
    Breaking,
}

impl Severity {
    /// The gravest first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Compatible, Self::DocsOnly];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::DocsOnly => "docs only",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// The step that a version takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    None,
    Patch,
    Minor,
    Major,
}

impl Step {
    /// What a version below 1.0 does, where the minor number says that something breaks.
    pub fn before_one(worst: Option<Severity>) -> Self {
        match worst {
            None => Self::None,
            Some(Severity::DocsOnly | Severity::Compatible) => Self::Patch,
            Some(Severity::Breaking) => Self::Minor,
        }
    }

    /// What a version from 1.0 on does.
    pub fn from_one(worst: Option<Severity>) -> Self {
        match worst {
            None => Self::None,
            Some(Severity::DocsOnly) => Self::Patch,
            Some(Severity::Compatible) => Self::Minor,
            Some(Severity::Breaking) => Self::Major,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "no",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Declares the kinds of change: each with its code, its severity and what it means.
macro_rules! rules {
    ($($rule:ident $severity:ident $code:literal $meaning:literal)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $meaning] $rule,)*
        }

        impl Rule {
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            pub fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity,)* }
            }

            /// The name in machine-readable output.
            pub fn code(self) -> &'static str {
                match self { $(Self::$rule => $code,)* }
            }

            /// What has happened, in words.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$rule => $meaning,)* }
            }
        }
    };
}

rules! {
    OperationRemoved      Breaking   "removed"                "is gone"
    OperationMoved        Compatible "moved"                  "has moved; the old name stays as a deprecated one"
    FurtherTypesChanged   Compatible "further-types-changed"  "the notification comes under other further event types"
    OperationAdded        Compatible "added"                  "is new"
    StatusChanged         Compatible "status-changed"         "it has become deprecated, or is not any more"
    BaseChanged           Compatible "base-changed"           "goes to another host"
    BodyKindChanged       Breaking   "body-kind-changed"      "the body is of another kind"
    ResponseKindChanged   Breaking   "response-kind-changed"  "the answer is of another kind"
    ResponseDetailChanged Compatible "response-detail-changed" "the answer has another HTTP status"
    OwnAnswerAdded        Compatible "own-answer-added"       "the notification is answered with more than a code and a message"
    OwnAnswerRemoved      Breaking   "own-answer-removed"     "the notification is answered with a code and a message alone"
    PathRenamed           Breaking   "path-renamed"           "it has another path in Rust"
    AliasRemoved          Breaking   "alias-removed"          "an old name, from before it moved, is gone"
    FeatureAdded          Compatible "feature-added"          "the cargo feature is new"
    FeatureRemoved        Breaking   "feature-removed"        "the cargo feature is gone"
    FactChanged           Compatible "fact-changed"           "the client does it differently"
    SignerChanged         Breaking   "signer-changed"         "the request is signed by another party, whose keys the client needs"

    FieldRemoved          Breaking   "field-removed"          "the field is gone"
    RequiredFieldAdded    Breaking   "required-field-added"   "a request needs a new field"
    OptionalFieldAdded    Compatible "optional-field-added"   "a request has a new optional field"
    AnswerFieldAdded      Compatible "answer-field-added"     "an answer has a new field"
    FieldNowRequired      Breaking   "field-now-required"     "the field of a request was optional and is required"
    FieldNowOptional      Breaking   "field-now-optional"     "the field of a request was required and is optional: its setter takes what it took, and who reads it finds an `Option`"
    FieldInOtherPart      Compatible "field-in-other-part"    "the field is sent in another part of the request"
    AnswerNowOption       Breaking   "answer-now-option"      "a caller can no longer count on the field: `T` became `Option<T>`"
    AnswerNowPresent      Breaking   "answer-now-present"     "a caller can count on the field: `Option<T>` became `T`"

    TypeChanged           Breaking   "type-changed"           "the field has another type"
    TypeRenamed           Breaking   "type-renamed"           "the type of the field has another name"
    FieldRenamed          Breaking   "field-renamed"          "the field has another name in Rust, and the same one on the wire"
    VariantRenamed        Breaking   "variant-renamed"        "the value has another variant"
    NowEnum               Breaking   "now-enum"               "the field of a request has an enum of its own: its setter takes any text still, and who reads it finds the enum"
    EncryptionChanged     Breaking   "encryption-changed"     "the field is encrypted on the wire, or is not any more"
    EncodingChanged       Breaking   "encoding-changed"       "the field is written differently on the wire"
    EnumValueRemoved      Breaking   "enum-value-removed"     "the enum has lost values"
    EnumValueAdded        Compatible "enum-value-added"       "the enum has new values"

    PageHeld              DocsOnly   "page-held"              "its page cannot be read: what stands here is what it said last"
    PageReadAgain         DocsOnly   "page-read-again"        "its page can be read again"
    PartFlagChanged       DocsOnly   "part-flag-changed"      "a part of the request is optional, or not any more, which no field of it shows"
    RequiredFlagChanged   DocsOnly   "required-flag-changed"  "the field's required flag has changed, which its type does not show"
    StatusWordChanged     DocsOnly   "status-word-changed"    "the documentation's status of it has changed"
    MediaChanged          DocsOnly   "media-changed"          "the answer is a stream of another kind"
    EncryptionKeyChanged  DocsOnly   "encryption-key-changed" "the key is called otherwise, which the field does not show"
    AnswerWordsChanged    DocsOnly   "answer-words-changed"   "what the notification is answered with is said otherwise"
    TypeWordChanged       DocsOnly   "type-word-changed"      "the field's type is called otherwise"
    ValuesChanged         DocsOnly   "values-changed"         "the documented values of a field that is no enum have changed"
    ClientHeaderChanged   DocsOnly   "client-header-changed"  "a header that the client sets has changed"
    OrderChanged          DocsOnly   "order-changed"          "the order has changed"
    TitleChanged          DocsOnly   "title-changed"          "the title has changed"
    ChoiceChanged         DocsOnly   "choice-changed"         "of which fields a request needs one has changed, which no type shows"
    FormatChanged         DocsOnly   "format-changed"         "the format of a text is said otherwise"
    LabelChanged          DocsOnly   "label-changed"          "the label has changed"
    ExampleChanged        DocsOnly   "example-changed"        "the example has changed"
    LinksChanged          DocsOnly   "links-changed"          "the links to the official pages have changed"
    SourceChanged         DocsOnly   "source-changed"         "the page has another place"
    OriginalTypeChanged   DocsOnly   "original-type-changed"  "the original type of the notification has changed"
    AlternativesChanged   DocsOnly   "alternatives-changed"   "what the alternatives of the field document has changed"
}
