use std::thread;

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SpanId {
    trace: u32,
    span: u32,
}

extern "C" {
    fn span_next_id(trace: u32) -> SpanId;
    fn span_pack(id: SpanId) -> u64;
}

fn open_spans(trace: u32, n: usize) -> Vec<u64> {
    (0..n)
        .map(|_| unsafe { span_pack(span_next_id(trace)) })
        .collect()
}

fn main() {
    let workers: Vec<_> = (0..4)
        .map(|trace| thread::spawn(move || open_spans(trace, 1000)))
        .collect();
    let mut spans: Vec<u32> = workers
        .into_iter()
        .filter_map(|w| w.join().ok())
        .flatten()
        .map(|packed| packed as u32)
        .collect();
    spans.sort_unstable();
    spans.dedup();
    println!("{} different spans of 4000", spans.len());
}
