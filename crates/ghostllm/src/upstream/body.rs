//! Where the body of an answer ends, and its bytes without the framing around them.

/// How the end of a body is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// So many bytes are left.
    Length(u64),
    Chunked(Chunk),
    UntilClose,
}

/// Where in a chunked body one is (RFC 9112, section 7.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chunk {
    /// In a size, and how many digits it has so far.
    Size(u64, u8),
    /// After a size, up to the end of its line.
    Extension(u64),
    /// After the CR of a size's line.
    SizeEnd(u64),
    Data(u64),
    /// After a chunk's data: CR, then LF.
    DataCr,
    DataLf,
    /// In the trailers; how long the line is so far, without its CR.
    Trailer(usize),
    TrailerLf(usize),
    Over,
}

/// Why a body cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("a chunk is not as HTTP/1.1 has it")]
    Chunk,
    #[error("trailers and extensions are longer than {EXTRA_BYTES_MAX} bytes")]
    TooLong,
}

/// Most bytes of a body that are neither data nor sizes.
const EXTRA_BYTES_MAX: usize = 16 << 10;
/// Most digits of a chunk's size, zeros in front included: without end, they would be a body that never begins.
const SIZE_DIGITS_MAX: u8 = 16;

/// Takes the framing off a body.
#[derive(Debug)]
pub(super) struct Unframer {
    framing: Framing,
    /// Bytes of trailers and extensions so far.
    extra: usize,
}

impl Framing {
    pub(super) const fn chunked() -> Self {
        Self::Chunked(Chunk::Size(0, 0))
    }
}

impl Unframer {
    pub(super) const fn new(framing: Framing) -> Self {
        Self { framing, extra: 0 }
    }

    /// Whether the body has come to its end.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.framing, Framing::Length(0) | Framing::Chunked(Chunk::Over))
    }

    /// The connection was closed. Says whether that is how the body ends.
    pub(super) fn close(&mut self) -> bool {
        let ends = self.framing == Framing::UntilClose;
        if ends {
            self.framing = Framing::Length(0);
        }
        ends
    }

    /// How many bytes are left, where that is known.
    pub(super) fn length(&self) -> Option<u64> {
        match &self.framing {
            Framing::Length(left) => Some(*left),
            Framing::Chunked(Chunk::Over) => Some(0),
            _ => None,
        }
    }

    /// Gives the data in `input` to `data`, piece by piece, up to the end of the body. Says how much of `input`
    /// was taken.
    pub(super) fn take(&mut self, input: &[u8], mut data: impl FnMut(&[u8])) -> Result<usize, BodyError> {
        match &mut self.framing {
            Framing::UntilClose => {
                data(input);
                Ok(input.len())
            }
            Framing::Length(left) => {
                let taken = within(*left, input);
                *left -= taken as u64;
                data(&input[..taken]);
                Ok(taken)
            }
            Framing::Chunked(chunk) => {
                let mut at = 0;
                while at < input.len() && *chunk != Chunk::Over {
                    if let Chunk::Data(left) = chunk {
                        let taken = within(*left, &input[at..]);
                        data(&input[at..at + taken]);
                        at += taken;
                        *left -= taken as u64;
                        if *left == 0 {
                            *chunk = Chunk::DataCr;
                        }
                    } else {
                        *chunk = chunk.after(input[at], &mut self.extra)?;
                        at += 1;
                    }
                }
                Ok(at)
            }
        }
    }
}

impl Chunk {
    /// What comes after a byte that is no data.
    fn after(&self, byte: u8, extra: &mut usize) -> Result<Self, BodyError> {
        let mut one_more = || {
            *extra += 1;
            if *extra > EXTRA_BYTES_MAX { Err(BodyError::TooLong) } else { Ok(()) }
        };
        Ok(match (self, byte) {
            (Self::Size(size, digits), digit) if *digits < SIZE_DIGITS_MAX && digit.is_ascii_hexdigit() => {
                let digit = (digit as char).to_digit(16).map_or(0, u64::from);
                let size = size.checked_mul(16).and_then(|size| size.checked_add(digit));
                Self::Size(size.ok_or(BodyError::Chunk)?, digits + 1)
            }
            (Self::Size(size, 1..) | Self::Extension(size), b'\r') => Self::SizeEnd(*size),
            (Self::Size(size, 1..), b' ' | b'\t' | b';') => Self::Extension(*size),
            (Self::Extension(size), byte) if byte != b'\n' => {
                one_more()?;
                Self::Extension(*size)
            }
            (Self::SizeEnd(0), b'\n') => Self::Trailer(0),
            (Self::SizeEnd(size), b'\n') => Self::Data(*size),
            (Self::DataCr, b'\r') => Self::DataLf,
            (Self::DataLf, b'\n') => Self::Size(0, 0),
            (Self::Trailer(length), b'\r') => Self::TrailerLf(*length),
            (Self::Trailer(length), byte) if byte != b'\n' => {
                one_more()?;
                Self::Trailer(length + 1)
            }
            (Self::TrailerLf(0), b'\n') => Self::Over,
            (Self::TrailerLf(_), b'\n') => Self::Trailer(0),
            _ => return Err(BodyError::Chunk),
        })
    }
}

fn within(left: u64, input: &[u8]) -> usize {
    usize::try_from(left).unwrap_or(usize::MAX).min(input.len())
}

#[cfg(test)]
mod tests {
    use super::{BodyError, Framing, Unframer};

    /// The data of `input` and what is left after the body's end, fed in pieces of each length.
    fn check(framing: &Framing, input: &str, expected: Result<(&str, &str), BodyError>) {
        for step in 1..=input.len() {
            let mut unframer = Unframer::new(framing.clone());
            let mut data = Vec::new();
            let mut at = 0;
            let seen = loop {
                if unframer.is_over() || at == input.len() {
                    break Ok((String::from_utf8(data).unwrap(), &input[at..]));
                }
                let piece = &input.as_bytes()[at..(at + step).min(input.len())];
                match unframer.take(piece, |bytes| data.extend_from_slice(bytes)) {
                    Ok(taken) => at += taken,
                    Err(error) => break Err(error),
                }
            };
            let seen = seen.as_ref().map(|(data, rest)| (data.as_str(), *rest)).map_err(|error| *error);
            assert_eq!(seen, expected, "{input:?} in steps of {step}");
        }
    }

    #[test]
    fn bodies_end_where_their_framing_says() {
        check(&Framing::Length(5), "helloHTTP", Ok(("hello", "HTTP")));
        check(&Framing::Length(9), "hello", Ok(("hello", "")));
        check(&Framing::UntilClose, "hello", Ok(("hello", "")));
        let chunked = |input, expected| check(&Framing::chunked(), input, expected);
        chunked("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\nHTTP", Ok(("hello!", "HTTP")));
        chunked("0A;name=\"v\"\r\n0123456789\r\n000\r\nx: y\r\nz:\r\n\r\n", Ok(("0123456789", "")));
        chunked("5 \r\nhel", Ok(("hel", "")));
    }

    #[test]
    fn chunks_that_are_none_are_errors() {
        let chunked = |input, expected| check(&Framing::chunked(), input, expected);
        for broken in [
            "x\r\n",
            "\r\n",
            "-1\r\n",
            "0x5\r\nhello\r\n",
            "5\nhello\r\n",
            "5\r\nhello0\r\n\r\n",
            "5\r\nhello\n0\r\n",
            "11111111111111111\r\n",
            "00000000000000005\r\nhello\r\n",
            "5;a\nb\r\nhello",
            "0\r\nx\n\r\n",
            "5\rhello",
        ] {
            chunked(broken, Err(BodyError::Chunk));
        }
        let long = format!("5;{}\r\nhello\r\n0\r\n\r\n", "a".repeat(20 << 10));
        let mut unframer = Unframer::new(Framing::chunked());
        assert_eq!(unframer.take(long.as_bytes(), |_| ()), Err(BodyError::TooLong));
        let long = format!("0\r\n{}\r\n", "a: b\r\n".repeat(5 << 10));
        let mut unframer = Unframer::new(Framing::chunked());
        assert_eq!(unframer.take(long.as_bytes(), |_| ()), Err(BodyError::TooLong));
    }
}
