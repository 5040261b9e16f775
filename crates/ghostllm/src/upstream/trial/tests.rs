use http::Method;

use super::oracle::hyper_says;
use super::{End, Outcome, ask, hold};

/// Answers of every kind, whole and broken, as seeds.
const SEEDS: &[&str] = &[
    "HTTP/1.1 200 OK\r\ncontent-type: a/b\r\ncontent-length: 5\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 5, 5\r\ncontent-length: 5\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;a=\"b\"\r\nx\r\n0F \r\n0123456789abcde\r\n000\r\nt: 1\r\n\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
    "HTTP/1.1 204 No Content\r\ncontent-length: 3\r\n\r\n",
    "HTTP/1.1 304 Not Modified\r\netag: \"x\"\r\n\r\n",
    "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nup to the end",
    "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nhi",
    "\r\n\r\nHTTP/1.1 500 \r\ncontent-length: 2\r\n\r\nno",
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno",
    "HTTP/1.1 429 X\r\nretry-after: 1\r\nset-cookie: a\r\nset-cookie: b\r\ncontent-length: 2\r\n\r\n{}",
];

/// Pieces that matter to somebody who means ill.
const PIECES: &[&str] = &[
    "\r\n",
    "\n",
    "\r",
    " ",
    "0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "content-length: 1\r\n",
    "transfer-encoding: chunked\r\n",
    "transfer-encoding: gzip\r\n",
    "connection: close\r\n",
    "HTTP/1.1 100 X\r\n\r\n",
    "HTTP/1.1 101 X\r\n\r\n",
    ":",
    ";",
    ",",
    "-1",
    "\0",
    "\u{7f}",
    "+",
    "0x",
    "HTTP/1.1 204 X\r\n\r\n",
    "\t",
];

/// What comes of an answer after which the connection is closed.
fn check(bytes: &str, status: Option<u16>, data: &str, end: End) {
    let outcome = hold(&Method::POST, bytes.as_bytes(), 3);
    let data = data.as_bytes().to_vec();
    assert_eq!((outcome.status, outcome.data, outcome.end), (status, data, end), "{bytes:?}");
}

#[test]
fn answers_are_read_as_the_standard_has_them() {
    for seed in &SEEDS[..13] {
        assert_ne!(hold(&Method::POST, seed.as_bytes(), 2).end, End::Broken, "{seed:?}");
    }
    let broken = |bytes: &str| check(bytes, None, "", End::Broken);
    broken("");
    broken("HTTP/1.1 200 OK\r\n");
    broken("HTTP/2 200 OK\r\n\r\n");
    broken("HTTP/1.1 099 OK\r\n\r\n");
    broken("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n");
    broken("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nhi!");
    broken("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    broken("HTTP/1.1 200 OK\r\nx: a\r\n b\r\n\r\n");
    broken(&"HTTP/1.1 100 Continue\r\n\r\n".repeat(4000));
    broken(&"\r\n".repeat(40_000));
    broken(&format!("HTTP/1.1 200 OK\r\nx: {}\r\ncontent-length: 0\r\n\r\n", "y".repeat(70_000)));
    broken(&format!("HTTP/1.1 200 OK\r\n{}content-length: 0\r\n\r\n", "x: y\r\n".repeat(200)));
    let cut =
        |rest: &str, data: &str| check(&format!("HTTP/1.1 200 OK\r\n{rest}"), Some(200), data, End::Broken);
    cut("content-length: 9\r\n\r\nhello", "hello");
    cut("transfer-encoding: chunked\r\n\r\n5\r\nhel", "hel");
    cut("transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", "hello");
    cut("transfer-encoding: chunked\r\n\r\n5\r\nhelloX", "hello");
    cut("transfer-encoding: chunked\r\n\r\n0000000000000000000000000", "");
    check("HTTP/1.1 200 OK\r\n\r\nup to the end", Some(200), "up to the end", End::Whole);
}

/// When the connection may carry another request.
#[test]
fn a_connection_is_used_again_only_where_nothing_is_in_doubt() {
    let again = |method: &Method, bytes: &str| ask(method, vec![bytes.as_bytes().to_vec()], false);
    let check = |method: &Method, bytes: &str, expected: bool| {
        let outcome = again(method, bytes);
        assert_eq!((outcome.end, outcome.reusable), (End::Whole, expected), "{method} {bytes:?}");
    };
    let post = Method::POST;
    check(&post, SEEDS[0], true);
    check(&post, SEEDS[1], true);
    check(&post, SEEDS[3], true);
    check(&post, SEEDS[4], true);
    check(&post, SEEDS[6], true);
    check(&post, SEEDS[7], true);
    check(&post, SEEDS[8], true);
    // Two lengths, an old version, and more than was asked for.
    check(&post, SEEDS[5], false);
    check(&post, SEEDS[10], false);
    check(&post, SEEDS[12], false);
    check(&post, "HTTP/1.1 204 No Content\r\ncontent-length: 3\r\n\r\nabc", false);
    check(&post, "HTTP/1.1 304 X\r\ncontent-length: 3\r\n\r\nabc", false);
    check(&post, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n\r\n", false);
    check(&Method::HEAD, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", true);
    check(&Method::HEAD, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc", false);
}

/// Mutated answers, the same in each run: what holds for all holds for them, and hyper agrees on what it takes.
#[test]
fn mutated_answers_come_to_the_same_however_they_are_cut() {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap()
    };
    let (mut whole, mut broken) = (0, 0);
    for round in 0..4000 {
        let mut bytes = SEEDS[round % SEEDS.len()].as_bytes().to_vec();
        for _ in 0..=next(3) {
            let at = next(bytes.len() + 1);
            match next(5) {
                0 => drop(bytes.splice(at..at, PIECES[next(PIECES.len())].bytes())),
                1 => drop(bytes.drain(at..(at + next(4)).min(bytes.len()))),
                2 if at < bytes.len() => bytes[at] = u8::try_from(next(256)).unwrap(),
                3 => {
                    let other = SEEDS[next(SEEDS.len())].as_bytes();
                    bytes.splice(at.., other[next(other.len())..].iter().copied());
                }
                _ => bytes.truncate(at.max(1)),
            }
        }
        let method = if next(8) == 0 { Method::HEAD } else { Method::POST };
        let ours = hold(&method, &bytes, 1 + next(9));
        whole += usize::from(ours.end == End::Whole);
        broken += usize::from(ours.end == End::Broken);
        agree(&method, &bytes, &ours);
    }
    assert!(whole > 500 && broken > 500, "{whole} whole, {broken} broken");
}

/// Where both take an answer for whole, it is the same one.
fn agree(method: &Method, bytes: &[u8], ours: &Outcome) {
    if ours.end == End::Whole
        && let Some(theirs) = hyper_says(method, bytes)
    {
        let text = String::from_utf8_lossy(bytes);
        assert_eq!((ours.status, &ours.data), (Some(theirs.0), &theirs.1), "{method} {text:?}");
    }
}
