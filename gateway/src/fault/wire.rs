//! What happens to the bytes of an answer, and to its connection.

use std::time::Duration;

use super::table::faults;
use crate::reply::Effect::Wire as On;
use crate::reply::Ending::{Close, Reset, Stall};
use crate::reply::Wire;

faults! {
    /// The connection is reset before the body of the request is read.
    RESET_BEFORE_READ "reset-before-read" Unknown "does not know whether a write has taken effect" => On(Wire::ResetBeforeRead);
    /// The request is done, and the connection is reset.
    RESET_AFTER_READ "reset-after-read" Unknown "does not know whether a write has taken effect" => On(Wire::ResetAfterRead);
    /// The request is done, and the connection ends in good order.
    CLOSE_AFTER_READ "close-after-read" Unknown "does not know whether a write has taken effect" => On(Wire::CloseAfterRead);
    /// The request is done, and nothing ever comes.
    SILENCE "silence" Unknown "has a limit of time, and does not know whether a write has taken effect" => On(Wire::Silence);
    /// The connection ends in the status line.
    CLOSE_IN_STATUS "close-in-status" Unknown "does not know whether a write has taken effect" => On(Wire::Head(9, Close));
    /// The connection ends in the headers.
    CLOSE_IN_HEADERS "close-in-headers" Unknown "does not know whether a write has taken effect" => On(Wire::Head(60, Close));
    /// The connection is reset in the headers.
    RESET_IN_HEADERS "reset-in-headers" Unknown "does not know whether a write has taken effect" => On(Wire::Head(60, Reset));
    /// Nothing more comes in the headers.
    STALL_IN_HEADERS "stall-in-headers" Unknown "has a limit of time" => On(Wire::Head(60, Stall));
    /// The connection ends before the body.
    CLOSE_BEFORE_BODY "close-before-body" Unknown "does not take it for an empty body" => On(Wire::Body(0, Close));
    /// The connection ends in the body.
    CLOSE_IN_BODY "close-in-body" Unknown "does not use half an answer" => On(Wire::Body(5, Close));
    /// The connection is reset in the body.
    RESET_IN_BODY "reset-in-body" Unknown "does not use half an answer" => On(Wire::Body(5, Reset));
    /// Nothing more comes in the body.
    STALL_IN_BODY "stall-in-body" Unknown "has a limit of time" => On(Wire::Body(5, Stall));
    /// Sixteen bytes at a time, a millisecond apart.
    SLOW "slow" Accept "takes the answer" => On(Wire::Drip(16, Duration::from_millis(1)));
    /// A byte at a time, ten seconds apart.
    DRIP "drip" Unknown "has a limit of time for the whole answer, and not for each byte alone" => On(Wire::Drip(1, Duration::from_secs(10)));
    /// The answer comes after half a second.
    LATE "late" Accept "takes the answer" => On(Wire::Late(Duration::from_millis(500)));
    /// The answer comes after ten minutes.
    TOO_LATE "too-late" Unknown "has a limit of time" => On(Wire::Late(Duration::from_secs(600)));
    /// The length is ten bytes more than come.
    LENGTH_TOO_LONG "length-too-long" Unknown "does not use half an answer" => On(Wire::Length(10));
    /// The length is five bytes less than come.
    LENGTH_TOO_SHORT "length-too-short" Distrust "takes as much as the length says, which does not verify" => On(Wire::Length(-5));
    /// The length is more than any machine has memory for.
    LENGTH_BEYOND_MEMORY "length-beyond-memory" Unknown "does not set memory aside for it" => On(Wire::LengthText("9223372036854775807"));
    /// The length is no number.
    LENGTH_IS_A_WORD "length-is-a-word" Unknown "reports an error" => On(Wire::LengthText("long"));
    /// The length is negative.
    LENGTH_NEGATIVE "length-negative" Unknown "reports an error" => On(Wire::LengthText("-1"));
    /// There are two lengths, of which one is wrong.
    TWO_LENGTHS "two-lengths" Unknown "does not choose one of two" => On(Wire::TwoLengths);
    /// There is no length: the answer ends with the connection.
    UNTIL_CLOSE "until-close" Accept "takes the answer, which is signed as a whole" => On(Wire::UntilClose);
    /// The answer comes in chunks.
    CHUNKED "chunked" Accept "takes the answer" => On(Wire::Chunked);
    /// The answer comes in chunks, and the last one is missing.
    CHUNKED_CUT "chunked-cut" Unknown "does not use half an answer" => On(Wire::ChunkedCut);
    /// An interim answer comes first: 100.
    CONTINUE_FIRST "continue-first" Accept "takes the answer that follows" => On(Wire::Before("HTTP/1.1 100 Continue\r\n\r\n"));
    /// An interim answer comes first: 103, with a header.
    HINTS_FIRST "hints-first" Accept "takes the answer that follows" => On(Wire::Before("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"));
    /// 101: another protocol from here on.
    SWITCHES_PROTOCOLS "switches-protocols" Unknown "does not wait for what never comes" => On(Wire::Garbage("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"));
    /// What comes is no HTTP.
    NO_HTTP "no-http" Unknown "reports an error" => On(Wire::Garbage("SSH-2.0-OpenSSH_9.2\r\n"));
    /// What comes is HTTP/2 without being asked for.
    HTTP_2 "http-2" Unknown "reports an error" => On(Wire::Garbage("\0\0\u{6}\u{4}\0\0\0\0\0\0\u{3}\0\0\0d"));
    /// The answer is one of HTTP/1.0.
    HTTP_1_0 "http-1-0" Accept "takes the answer, and the connection ends" => On(Wire::Version("HTTP/1.0"));
    /// The version is one that does not exist.
    HTTP_9 "http-9" Unknown "reports an error" => On(Wire::Version("HTTP/9.9"));
    /// A header has a megabyte.
    LONG_HEADER "long-header" Unknown "has a limit for headers" => On(Wire::LongHeader(1 << 20));
    /// There are ten thousand headers.
    MANY_HEADERS "many-headers" Unknown "has a limit for headers" => On(Wire::ManyHeaders(10_000));
    /// The answer is right, and the connection ends behind it without a word.
    CLOSE_BEHIND "close-behind" Accept "takes the answer, and sends the next request on another connection" => On(Wire::CloseBehind);
    /// The answer is right, and bytes come behind it that nobody has asked for.
    BYTES_BEHIND "bytes-behind" Accept "takes the answer, and does not take what comes behind it for the next one" => On(Wire::Behind("x"));
    /// The answer is right, and a second one comes behind it at once.
    ANSWER_BEHIND "answer-behind" Accept "takes the answer, and does not take the second one for that to its next request" => On(Wire::Behind("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
}
