pub fn pack(data: &[u8], out: &mut [u8]) -> Option<usize> {
    let mut slots = out.iter_mut();
    let mut written = 0usize;
    let mut rest = data;
    while let Some(first) = rest.first() {
        let run = rest.iter().take(255).take_while(|b| *b == first).count();
        *slots.next()? = u8::try_from(run).ok()?;
        *slots.next()? = *first;
        written = written.saturating_add(2);
        rest = rest.get(run..)?;
    }
    Some(written)
}
