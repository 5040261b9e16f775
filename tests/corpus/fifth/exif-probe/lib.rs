pub const MAKE_LEN: usize = 24;
pub const MODEL_LEN: usize = 32;

#[repr(C)]
pub struct ExifInfo {
    pub width: u32,
    pub height: u32,
    pub make: [u8; MAKE_LEN],
    pub model: [u8; MODEL_LEN],
    pub orientation: u16,
    pub iso: u16,
    pub exposure: f32,
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = (self.0.get(..n)?, self.0.get(n..)?);
        self.0 = tail;
        Some(head)
    }
    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }
    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }
    fn text<const N: usize>(&mut self) -> Option<[u8; N]> {
        let n = usize::from(*self.take(1)?.first()?);
        let s = self.take(n)?;
        let mut out = [0u8; N];
        for (d, b) in out.iter_mut().take(N - 1).zip(s) {
            *d = *b;
        }
        Some(out)
    }
}

fn parse(data: &[u8]) -> Option<ExifInfo> {
    let mut r = Reader(data);
    (r.take(4)? == b"Exif").then_some(())?;
    Some(ExifInfo {
        width: r.u32()?,
        height: r.u32()?,
        make: r.text()?,
        model: r.text()?,
        orientation: r.u16()?,
        iso: r.u16()?,
        exposure: f32::from_bits(r.u32()?),
    })
}

#[no_mangle]
pub unsafe extern "C" fn exif_probe(data: *const u8, len: usize, out: *mut ExifInfo) -> bool {
    if data.is_null() || out.is_null() {
        return false;
    }
    match parse(std::slice::from_raw_parts(data, len)) {
        Some(info) => {
            out.write(info);
            true
        }
        None => false,
    }
}
