/// Granule positions of all pages.
pub fn pages(data: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let mut rest = data;
    std::iter::from_fn(move || {
        let head = rest.strip_prefix(b"OggS")?;
        let granule = head.get(2..)?.first_chunk::<8>()?;
        let segments = usize::from(*head.get(22)?);
        let table = head.get(23..)?.get(..segments)?;
        let body: usize = table.iter().map(|n| usize::from(*n)).sum();
        rest = head.get(23usize.saturating_add(segments).saturating_add(body)..).unwrap_or(&[]);
        Some(u64::from_le_bytes(*granule))
    })
}
