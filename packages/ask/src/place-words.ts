/** Places and languages beyond the common ones, in English and Chinese, one per line. */
export const placeLines = `
dutch_language 荷兰语
german_language 德语 德文
japanese_language 日语 日文
russian_language 俄语 俄文
korean_language 韩语 韩文
portuguese_language 葡萄牙语
italian_language 意大利语
arabic 阿拉伯语
hindi 印地语
antarctica 南极洲
central_america 中美洲
middle_east 中东
southeast_asia 东南亚
eastern_asia east_asia 东亚
western_europe 西欧
eastern_europe 东欧
southern_europe 南欧
northern_europe nordic_countries 北欧
caribbean 加勒比 加勒比海
latin_america 拉丁美洲 拉美
monarchy 君主制
constitutional_monarchy 君主立宪制
federal_republic 联邦共和国
harbin 哈尔滨 哈尔滨市
changsha 长沙 长沙市
zhengzhou 郑州 郑州市
qingdao 青岛 青岛市
jinan 济南 济南市
dalian 大连 大连市
shenyang 沈阳 沈阳市
xiamen 厦门 厦门市
fuzhou 福州 福州市
ningbo 宁波 宁波市
wuxi 无锡 无锡市
hefei 合肥 合肥市
kunming 昆明 昆明市
guiyang 贵阳 贵阳市
nanning 南宁 南宁市
nanchang 南昌 南昌市
changchun 长春 长春市
dongguan 东莞 东莞市
foshan 佛山 佛山市
zhuhai 珠海 珠海市
haikou 海口 海口市
lanzhou 兰州 兰州市
urumqi 乌鲁木齐
hohhot 呼和浩特
guangdong 广东 广东省
zhejiang 浙江 浙江省
jiangsu 江苏 江苏省
shandong 山东 山东省
sichuan 四川 四川省
hubei 湖北 湖北省
hunan 湖南 湖南省
henan 河南 河南省
hebei 河北 河北省
fujian 福建 福建省
anhui 安徽 安徽省
liaoning 辽宁 辽宁省
shaanxi 陕西 陕西省
yunnan 云南 云南省
south 南方 南部 southern
north 北方 北部 northern
east 东部 eastern
west 西部 western
south_china 华南
north_china 华北
east_china 华东
central_china 华中
georgia_state 佐治亚 佐治亚州
connecticut 康涅狄格 康涅狄格州
maryland 马里兰 马里兰州
tennessee 田纳西 田纳西州
missouri 密苏里 密苏里州
utah 犹他 犹他州
iowa 爱荷华 爱荷华州
kansas 堪萨斯 堪萨斯州
kentucky 肯塔基 肯塔基州
alabama 阿拉巴马 阿拉巴马州
oklahoma 俄克拉荷马 俄克拉荷马州
south_carolina 南卡罗来纳 南卡罗来纳州
delaware 特拉华 特拉华州
maine 缅因 缅因州
vermont 佛蒙特 佛蒙特州
nebraska 内布拉斯加 内布拉斯加州
new_mexico 新墨西哥 新墨西哥州
montana 蒙大拿 蒙大拿州
wyoming 怀俄明 怀俄明州
idaho 爱达荷 爱达荷州
`;
