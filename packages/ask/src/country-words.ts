/** Countries in their usual forms, in English and Chinese, one per line. */
export const countryLines = `
china 中国 中华人民共和国 prc cn chinese
usa us united_states united_states_of_america america 美国 american u.s. u.s.a.
uk united_kingdom great_britain britain 英国 british england
france 法国 french fr
germany 德国 german de
japan 日本 japanese jp
korea south_korea 韩国 korean
north_korea 朝鲜
india 印度 indian
russia 俄罗斯 russian russian_federation 俄国
italy 意大利 italian
spain 西班牙 spanish
portugal 葡萄牙 portuguese
netherlands holland 荷兰 dutch
belgium 比利时 belgian
switzerland 瑞士 swiss
austria 奥地利 austrian
sweden 瑞典 swedish
norway 挪威 norwegian
denmark 丹麦 danish
finland 芬兰 finnish
poland 波兰 polish
ireland 爱尔兰 irish
greece 希腊 greek
turkey 土耳其 turkish
canada 加拿大 canadian
mexico 墨西哥 mexican
brazil 巴西 brazilian
argentina 阿根廷 argentine argentinian
chile 智利 chilean
colombia 哥伦比亚
venezuela 委内瑞拉
australia 澳大利亚 australian 澳洲
new_zealand 新西兰
singapore 新加坡
malaysia 马来西亚
thailand 泰国 thai
vietnam 越南 vietnamese
indonesia 印度尼西亚 印尼
philippines 菲律宾
egypt 埃及 egyptian
south_africa 南非
nigeria 尼日利亚
israel 以色列
saudi_arabia 沙特阿拉伯 沙特
uae united_arab_emirates 阿联酋
iran 伊朗
iraq 伊拉克
pakistan 巴基斯坦
ukraine 乌克兰
hungary 匈牙利
czech_republic czechia 捷克
romania 罗马尼亚
haiti 海地
cuba 古巴
peru 秘鲁
hong_kong 香港
taiwan 台湾
macau macao 澳门
nepal 尼泊尔 nepalese
bangladesh 孟加拉国 孟加拉
sri_lanka 斯里兰卡
mongolia 蒙古 mongolian
cambodia 柬埔寨
laos 老挝
myanmar 缅甸 burma
kazakhstan 哈萨克斯坦
uzbekistan 乌兹别克斯坦
afghanistan 阿富汗 afghan
syria 叙利亚 syrian
lebanon 黎巴嫩
jordan 约旦
kuwait 科威特
qatar 卡塔尔
yemen 也门
morocco 摩洛哥 moroccan
algeria 阿尔及利亚
tunisia 突尼斯
libya 利比亚
sudan 苏丹
ethiopia 埃塞俄比亚
kenya 肯尼亚 kenyan
tanzania 坦桑尼亚
uganda 乌干达
ghana 加纳
angola 安哥拉
aruba 阿鲁巴
zimbabwe 津巴布韦
madagascar 马达加斯加
iceland 冰岛 icelandic
luxembourg 卢森堡
bulgaria 保加利亚 bulgarian
serbia 塞尔维亚 serbian
croatia 克罗地亚 croatian
slovenia 斯洛文尼亚
slovakia 斯洛伐克
belarus 白俄罗斯
lithuania 立陶宛
latvia 拉脱维亚
estonia 爱沙尼亚
albania 阿尔巴尼亚
georgia 格鲁吉亚
armenia 亚美尼亚
azerbaijan 阿塞拜疆
cyprus 塞浦路斯
malta 马耳他
uruguay 乌拉圭
paraguay 巴拉圭
bolivia 玻利维亚
ecuador 厄瓜多尔
panama 巴拿马
costa_rica 哥斯达黎加
jamaica 牙买加
puerto_rico 波多黎各
fiji 斐济
`;
