mod metrics;

use metrics::Registry;

fn main() {
    let Some(mut registry) = Registry::new() else {
        return;
    };
    let mut ids = Vec::new();
    for disk in 0..4 {
        if let Some(id) = registry.register(&format!("disk{disk}_reads")) {
            ids.push(id);
        }
    }
    for (n, id) in ids.iter().enumerate() {
        registry.add(*id, n as u64 * 10);
    }
    println!("disk2_reads {:?}", registry.value("disk2_reads"));
}
