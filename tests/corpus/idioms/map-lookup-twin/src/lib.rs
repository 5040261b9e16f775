use std::collections::HashMap;
pub struct Registry { ids: HashMap<u32, usize>, rows: Vec<[f32; 4]> }
impl Registry {
    fn row(&self, id: u32) -> Option<&[f32; 4]> { self.rows.get(*self.ids.get(&id)?) }
}
#[unsafe(no_mangle)]
pub extern "C" fn reg_new() -> Box<Registry> { Box::new(Registry { ids: HashMap::new(), rows: Vec::new() }) }
#[unsafe(no_mangle)]
pub extern "C" fn reg_free(_: Option<Box<Registry>>) {}
#[unsafe(no_mangle)]
pub extern "C" fn reg_put(r: &mut Registry, id: u32, x: f32) { r.ids.insert(id, r.rows.len()); r.rows.push([x; 4]); }
#[unsafe(no_mangle)]
pub extern "C" fn reg_sum(r: &Registry, id: u32) -> f32 { r.row(id).map_or(0.0, |r| r.iter().sum()) }
